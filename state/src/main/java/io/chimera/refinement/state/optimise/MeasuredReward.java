package io.chimera.refinement.state.optimise;

/** The reward of an action whose effect was measured instead of reported. */
final class MeasuredReward {
  private MeasuredReward() {}

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
    double gain =
        (minimise ? before - after : after - before)
            / Math.max(Math.abs(before), Double.MIN_NORMAL);
    return Math.max(0, Math.min(1, 0.5 + 0.5 * gain / scale));
  }
}
