package io.chimera.refinement.local.simulator;

import io.chimera.refinement.state.event.Digests;

/**
 * Random numbers by name: the same seed, purpose and counters give the same number, in whatever
 * order they are asked for.
 *
 * @param seed seed of the whole fleet
 */
record Draws(long seed) {

  /** Uniform in [0, 1). */
  double uniform(String purpose, long first, long second) {
    long hash = Digests.fold(Digests.fold(Digests.fold(seed, purpose), first), second);
    return (hash >>> 11) * 0x1.0p-53;
  }

  /** Uniform in [0, 1) by a text, such as an id. */
  double uniform(String purpose, String text) {
    return (Digests.fold(Digests.fold(seed, purpose), text) >>> 11) * 0x1.0p-53;
  }

  /** Uniform in [{@code from}, {@code to}). */
  double between(double from, double to, String purpose, long first, long second) {
    return from + (to - from) * uniform(purpose, first, second);
  }

  /**
   * Standard normal. Source: Box and Muller, "A note on the generation of random normal deviates",
   * 1958.
   */
  double normal(String purpose, long first, long second) {
    double radius = Math.sqrt(-2 * Math.log(1 - uniform(purpose, first, second)));
    return radius * Math.cos(2 * Math.PI * uniform(purpose + "-angle", first, second));
  }
}
