package io.chimera.refinement.benchmarks;

import java.util.Optional;

/**
 * One row of the results: its stable id, what it says, and what it is held against.
 *
 * @param must a verdict hangs on it
 * @param aim where it should go
 * @param moreIsBetter direction of progress
 */
record Measure(String id, String name, String unit, Optional<Bound> must, Optional<Bound> aim, boolean moreIsBetter) {

  static Measure lower(String id, String name, String unit) {
    return new Measure(id, name, unit, Optional.empty(), Optional.empty(), false);
  }

  static Measure higher(String id, String name, String unit) {
    return new Measure(id, name, unit, Optional.empty(), Optional.empty(), true);
  }

  Measure must(double limit) {
    return new Measure(id, name, unit, Optional.of(bound(limit)), aim, moreIsBetter);
  }

  Measure aim(double limit) {
    return new Measure(id, name, unit, must, Optional.of(bound(limit)), moreIsBetter);
  }

  private Bound bound(double limit) {
    return moreIsBetter ? Bound.atLeast(limit) : Bound.atMost(limit);
  }
}
