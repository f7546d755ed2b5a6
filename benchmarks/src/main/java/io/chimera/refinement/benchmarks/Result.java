package io.chimera.refinement.benchmarks;

import java.util.Optional;

/** One measured row. */
record Result(String suite, Measure measure, Sample sample) {
  double value() {
    return sample.median();
  }

  /** Empty when nothing must hold. */
  Optional<Boolean> passed() {
    return measure.must().map(bound -> bound.holds(value()));
  }
}
