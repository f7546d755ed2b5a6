package io.chimera.refinement.state.optimise.search;

import io.chimera.refinement.state.event.Digests;

/**
 * A run of numbers that look random and depend on nothing but the seed: made anew for every
 * suggestion, so that there is no generator to keep.
 */
final class Draws {
  private static final double UNIT = 0x1p-53;

  private final long seed;
  private long drawn;

  Draws(long seed, long stream) {
    this.seed = Digests.fold(Digests.mix(seed), stream);
  }

  /** Uniform in [0, 1). */
  double uniform() {
    return (Digests.fold(seed, ++drawn) >>> 11) * UNIT;
  }

  /** Standard normal, by Box and Muller. */
  double normal() {
    double radius = Math.sqrt(-2 * StrictMath.log(uniform() + UNIT));
    return radius * StrictMath.cos(2 * Math.PI * uniform());
  }
}
