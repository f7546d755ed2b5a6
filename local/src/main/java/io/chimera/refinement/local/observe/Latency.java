package io.chimera.refinement.local.observe;

/**
 * Percentiles of a duration, in milliseconds; all 0 when nothing was measured.
 *
 * @param count number of measurements
 */
public record Latency(long count, double p50, double p95, double p99, double p999) {
  static final Latency NONE = new Latency(0, 0, 0, 0, 0);
}
