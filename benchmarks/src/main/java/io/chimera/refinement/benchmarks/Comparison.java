package io.chimera.refinement.benchmarks;

import java.util.Map;
import java.util.Optional;

/**
 * Results against those of an earlier run.
 *
 * @param baseline value by id
 */
record Comparison(Map<String, Double> baseline) {
  static final Comparison NONE = new Comparison(Map.of());

  /** Less than that is noise on any machine that does something else as well. */
  private static final double TOLERANCE = 0.05;

  /** Relative change; empty when the baseline does not know the row. */
  Optional<Double> change(Result result) {
    return Optional.ofNullable(baseline.get(result.measure().id())).filter(was -> was != 0).map(was -> result.value() / was - 1);
  }

  /** Whether the row is worse by more than 5 %, and its interval leaves out the baseline's value. */
  boolean isWorse(Result result) {
    Double was = baseline.get(result.measure().id());
    if (was == null || was == 0) {
      return false;
    }
    double[] interval = result.sample().interval();
    return result.measure().moreIsBetter()
        ? result.value() < was * (1 - TOLERANCE) && interval[1] < was
        : result.value() > was * (1 + TOLERANCE) && interval[0] > was;
  }
}
