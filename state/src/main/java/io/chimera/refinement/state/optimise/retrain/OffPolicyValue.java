package io.chimera.refinement.state.optimise.retrain;

/**
 * What a policy would have earned, from decisions that another one made.
 *
 * <p>Doubly robust: its own predictions under its own probabilities, corrected by what was paid,
 * weighted by how much more probable the policy makes what was drawn. Weights are truncated at 3√n.
 * The interval is that of the corrections without truncation, plus what so few effective draws
 * leave open. Sources: Dudik, Langford and Li, "Doubly robust policy evaluation and learning",
 * 2011, equation 2; Ionides, "Truncated importance sampling", 2008; effective draws: Kish, "Survey
 * sampling", 1965; self-normalised: Swaminathan and Joachims, 2015.
 */
final class OffPolicyValue {
  /** 97.5 % quantile of the normal distribution. */
  private static final double QUANTILE = 1.959963984540054;

  private static final double TRUNCATED = 3;
  private static final double DRAWS_AT_FIRST = 10;

  private long decisions;
  private double mean;
  private double squares;
  private double fullMean;
  private double fullSquares;
  private double weights;
  private double weightSquares;
  private double weighted;
  private double paid;

  /**
   * Takes in a decision.
   *
   * @param pmf probabilities of the policy that is judged
   * @param predicted what it expects each action to pay, before it learned what this one paid
   * @param logged probabilities that the action was drawn from
   * @return what the policy would have earned here, as far as this one decision tells
   */
  double add(double[] pmf, double[] predicted, double[] logged, int drawn, double reward) {
    decisions++;
    double expected = 0;
    for (int k = 0; k < pmf.length; k++) {
      expected += pmf[k] * plausible(predicted[k]);
    }
    double weight = pmf[drawn] / logged[drawn];
    double surprise = reward - plausible(predicted[drawn]);
    double most = Math.max(pmf.length, TRUNCATED * Math.sqrt(decisions));
    double score = expected + Math.min(weight, most) * surprise;
    double full = expected + weight * surprise;
    double distance = score - mean;
    mean += distance / decisions;
    squares += distance * (score - mean);
    double fullDistance = full - fullMean;
    fullMean += fullDistance / decisions;
    fullSquares += fullDistance * (full - fullMean);
    weights += weight;
    weightSquares += weight * weight;
    weighted += weight * reward;
    paid += reward;
    return score;
  }

  /** What is known of the policy's value; nothing before any decision. */
  PolicyEstimate estimate() {
    if (decisions < 2) {
      return PolicyEstimate.NONE;
    }
    double variance = Math.max(squares, fullSquares) / (decisions - 1.0);
    double effective = weightSquares == 0 ? 0 : weights * weights / weightSquares;
    double half = QUANTILE * Math.sqrt(variance / decisions) + 1 / (effective + DRAWS_AT_FIRST);
    double selfNormalised = weights == 0 ? 0.5 : weighted / weights;
    return new PolicyEstimate(
        decisions,
        unit(mean),
        unit(mean - half),
        unit(mean + half),
        unit(selfNormalised),
        effective,
        paid / decisions);
  }

  private static double plausible(double predicted) {
    return unit(predicted);
  }

  private static double unit(double x) {
    return Math.max(0, Math.min(1, x));
  }
}
