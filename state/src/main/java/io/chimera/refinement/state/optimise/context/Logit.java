package io.chimera.refinement.state.optimise.context;

/** Chances and their log odds. */
final class Logit {
  private static final double LEAST = 1e-4;

  private Logit() {}

  /** Log odds of a chance, which counts as at least 0.0001 and at most 0.9999. */
  static double of(double chance) {
    double inside = Math.max(LEAST, Math.min(1 - LEAST, chance));
    return StrictMath.log(inside / (1 - inside));
  }

  static double chance(double logit) {
    return 1 / (1 + StrictMath.exp(-logit));
  }
}
