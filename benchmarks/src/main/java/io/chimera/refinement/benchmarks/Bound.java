package io.chimera.refinement.benchmarks;

/**
 * What a figure is held against.
 *
 * @param atLeast whether more is better
 * @param limit the figure itself
 */
record Bound(boolean atLeast, double limit) {
  static Bound atLeast(double limit) {
    return new Bound(true, limit);
  }

  static Bound atMost(double limit) {
    return new Bound(false, limit);
  }

  boolean holds(double value) {
    return atLeast ? value >= limit : value <= limit;
  }
}
