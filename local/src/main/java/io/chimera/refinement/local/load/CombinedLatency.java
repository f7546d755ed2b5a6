package io.chimera.refinement.local.load;

import io.chimera.refinement.local.observe.LatencyBuckets;

/**
 * Bounds of the 95th percentile of a sum of two durations of which only the distributions are
 * known, not which belong together: from when a report is due to the broker's answer, and from
 * there to acceptance. At least the larger of both percentiles; at most {@code q1(1 - s) + q2(1 -
 * (0.05 - s))} for any s, since at most s and 0.05 - s of all reports are above (Boole's
 * inequality).
 *
 * @param lower no less than this, ms
 * @param upper no more than this, ms
 */
record CombinedLatency(double lower, double upper) {
  private static final double SHARE = 0.05;
  private static final int STEPS = 10;

  static CombinedLatency of(LatencyBuckets first, LatencyBuckets second) {
    double upper = Double.POSITIVE_INFINITY;
    for (int i = 1; i < STEPS; i++) {
      double above = SHARE * i / STEPS;
      upper = Math.min(upper, first.quantile(1 - above) + second.quantile(1 - (SHARE - above)));
    }
    return new CombinedLatency(
        Math.max(first.quantile(1 - SHARE), second.quantile(1 - SHARE)), upper);
  }
}
