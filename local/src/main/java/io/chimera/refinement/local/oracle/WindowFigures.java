package io.chimera.refinement.local.oracle;

import java.util.ArrayList;
import java.util.List;

/**
 * What a window must say.
 *
 * @param quantiles at 0.5, 0.95, 0.99 and 0.999
 */
record WindowFigures(
    long count,
    double sum,
    double mean,
    double min,
    double max,
    double stddev,
    double[] quantiles) {
  /** The stated relative error of a quantile, with room for rounding at its edge. */
  private static final double SKETCH_ERROR = 0.01 + 1e-9;

  private static final double SPREAD_ERROR = 1e-7;
  private static final List<String> QUANTILES = List.of("p50", "p95", "p99", "p999");

  /** How the fields of {@code point} differ; empty when they do not. */
  List<String> differences(LinePoint point) {
    List<String> found = new ArrayList<>();
    check(found, point, "count", count, 0);
    check(found, point, "sum", sum, 0);
    check(found, point, "mean", mean, Math.ulp(mean));
    check(found, point, "min", min, 0);
    check(found, point, "max", max, 0);
    double magnitude = Math.max(Math.abs(min), Math.abs(max));
    check(found, point, "stddev", stddev, SPREAD_ERROR * Math.max(stddev, magnitude * 1e-3));
    for (int i = 0; i < quantiles.length; i++) {
      check(found, point, QUANTILES.get(i), quantiles[i], SKETCH_ERROR * Math.abs(quantiles[i]));
    }
    return found;
  }

  private static void check(
      List<String> found, LinePoint point, String field, double expected, double tolerance) {
    Double actual = point.number(field);
    if (actual == null || !(Math.abs(actual - expected) <= tolerance)) {
      found.add(field + " must be " + expected + ", was " + actual);
    }
  }
}
