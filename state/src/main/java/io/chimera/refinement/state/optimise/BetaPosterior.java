package io.chimera.refinement.state.optimise;

/**
 * What is believed of the mean reward of one arm, after rewards in [0, 1].
 *
 * <p>A fractional reward r counts as r successes and 1 - r failures. Source: Agrawal and Goyal,
 * "Analysis of Thompson sampling for the multi-armed bandit problem", 2012, section 2, with the
 * expected update in place of a coin.
 *
 * @param alpha 1 + sum of the rewards
 * @param beta 1 + sum of what was missing to the full reward
 */
public record BetaPosterior(double alpha, double beta) {
  /** Nothing known: every mean is as likely as any other. */
  public static final BetaPosterior UNIFORM = new BetaPosterior(1, 1);

  public BetaPosterior {
    if (!(alpha >= 1 && alpha < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("alpha must be finite and >= 1, was " + alpha);
    }
    if (!(beta >= 1 && beta < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("beta must be finite and >= 1, was " + beta);
    }
  }

  /** The posterior after one more {@code reward} in [0, 1]. */
  public BetaPosterior after(double reward) {
    if (!(reward >= 0 && reward <= 1)) {
      throw new IllegalArgumentException("reward must be in [0, 1], was " + reward);
    }
    return new BetaPosterior(alpha + reward, beta + (1 - reward));
  }

  public double mean() {
    return alpha / (alpha + beta);
  }

  public double variance() {
    double mean = mean();
    return mean * (1 - mean) / (alpha + beta + 1);
  }
}
