package io.chimera.refinement.local.load;

import io.chimera.refinement.local.observe.LatencyBuckets;

/**
 * Bounds of a percentile of a sum of two durations of which only the distributions are known, not
 * which belong together: from when a report is due to the broker's answer, and from there to
 * acceptance. With r of all reports above the percentile (0.05 of the 95th): at least the larger of
 * both percentiles; at most {@code q1(1 - s) + q2(1 - (r - s))} for any s, since at most s and r -
 * s of all reports are above (Boole's inequality). When others are in the second distribution too,
 * at most {@code x / share} of the own reports are above its quantile {@code 1 - x}, and its
 * percentile bounds nothing from below.
 *
 * @param lower no less than this, ms
 * @param upper no more than this, ms
 */
record CombinedLatency(double lower, double upper) {
  private static final int STEPS = 10;

  /**
   * @param percentile in (0, 1), such as 0.95
   * @param share share of the own reports in the second distribution, in [0, 1]
   */
  static CombinedLatency of(
      LatencyBuckets first, LatencyBuckets second, double percentile, double share) {
    double rest = 1 - percentile;
    double upper = Double.POSITIVE_INFINITY;
    for (int i = 1; i < STEPS; i++) {
      double above = rest * i / STEPS;
      double others = (rest - above) * share;
      upper = Math.min(upper, first.quantile(1 - above) + second.quantile(1 - others));
    }
    double lower = first.quantile(percentile);
    return new CombinedLatency(
        share < 1 ? lower : Math.max(lower, second.quantile(percentile)), upper);
  }
}
