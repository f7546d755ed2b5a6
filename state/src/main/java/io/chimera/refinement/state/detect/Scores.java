package io.chimera.refinement.state.detect;

/** How a deviation becomes a score between 0 and 1. */
final class Scores {
  private Scores() {}

  /**
   * 1 - 2^(-|deviation| / limit): 0 for none, 0.5 at the limit, 1 far beyond it.
   *
   * <p>StrictMath, because findings must have the same bytes on every machine.
   */
  static double of(double deviation, double limit) {
    return 1 - StrictMath.pow(2, -Math.abs(deviation) / limit);
  }
}
