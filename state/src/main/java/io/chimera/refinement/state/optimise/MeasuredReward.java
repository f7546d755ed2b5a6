package io.chimera.refinement.state.optimise;

/** The reward of an action whose effect was measured instead of reported. */
final class MeasuredReward {
  private MeasuredReward() {}

  /** So far from no change says all; keeps a score from zero finite. */
  private static final double FARTHEST = 10;

  /**
   * 0.5 for no change; half of {@code scale} better or worse is 0.25 up or down; never outside [0,
   * 1].
   *
   * @param before objective at the decision
   * @param after objective once the action had settled
   * @param minimise whether less is better
   * @param scale relative improvement that earns the full reward
   */
  static double of(double before, double after, boolean minimise, double scale) {
    return clipped(score(before, after, minimise, scale));
  }

  /** The same beyond [0, 1], for those who compare: a full reward is not the end. */
  static double score(double before, double after, boolean minimise, double scale) {
    double gain =
        (minimise ? before - after : after - before)
            / Math.max(Math.abs(before), Double.MIN_NORMAL);
    return Math.max(-FARTHEST, Math.min(FARTHEST, 0.5 + 0.5 * gain / scale));
  }

  static double clipped(double score) {
    return Math.max(0, Math.min(1, score));
  }
}
