package io.chimera.refinement.state.optimise.context;

/**
 * What an action has paid, as a {@link LogisticRegressions} learns it.
 *
 * @param binary whether rewards are chances that came true or not; else they scatter round their
 *     mean
 * @param noise variance of a reward round its mean, if not binary
 * @param apart by how much, in log odds, the group differs from what is learned here, and how
 *     unsure that is
 */
record Observation(
    int action, double reward, boolean binary, double noise, GroupRegression.Difference apart) {
  /** Below this variance a chance that came true, or not, says no more. */
  private static final double LEAST_VARIANCE = 1e-4;

  private static final double LEAST_CHANCE = 1e-12;

  /** Variance of the reward when {@code mean} is its mean. */
  double variance(double mean) {
    return binary ? Math.max(LEAST_VARIANCE, mean * (1 - mean)) : noise;
  }

  /** Negative log likelihood of the reward when {@code mean} is its mean, but for a constant. */
  double loss(double mean) {
    if (!binary) {
      return 0.5 * (reward - mean) * (reward - mean) / noise;
    }
    return -StrictMath.log(Math.max(LEAST_CHANCE, reward == 1 ? mean : 1 - mean));
  }
}
