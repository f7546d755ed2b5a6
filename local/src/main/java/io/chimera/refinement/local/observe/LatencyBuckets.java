package io.chimera.refinement.local.observe;

import java.util.Map;
import java.util.TreeMap;

/**
 * Counts of durations by upper bound, in milliseconds. Percentiles come from merged buckets, never
 * from averages of percentiles. Not thread-safe.
 */
public final class LatencyBuckets {
  /** Width of the buckets of single durations: a percentile is at most 2 % too large. */
  private static final double LOG_WIDTH = Math.log(1.02);

  /** Below this everything is one bucket: finer than any clock here. */
  private static final double LEAST_MILLIS = 0.01;

  private final TreeMap<Double, Long> buckets = new TreeMap<>();
  private long count;

  /** Adds {@code more} durations of at most {@code upperBound}. */
  public void add(double upperBound, long more) {
    buckets.merge(upperBound, more, Long::sum);
    count += more;
  }

  /** Adds all of another. */
  public void add(LatencyBuckets other) {
    other.buckets.forEach(this::add);
  }

  /** Adds one duration. */
  public void observe(double millis) {
    double bounded = Math.max(LEAST_MILLIS, millis);
    add(Math.exp(Math.ceil(Math.log(bounded) / LOG_WIDTH) * LOG_WIDTH), 1);
  }

  public long count() {
    return count;
  }

  /** Upper bound of the bucket that holds the value of that rank (nearest rank); 0 when empty. */
  public double quantile(double share) {
    long rank = Math.max(1, (long) Math.ceil(share * count));
    long seen = 0;
    for (Map.Entry<Double, Long> bucket : buckets.entrySet()) {
      seen += bucket.getValue();
      if (seen >= rank) {
        return bucket.getKey();
      }
    }
    return buckets.isEmpty() ? 0 : buckets.lastKey();
  }

  public Latency latency() {
    return count == 0
        ? Latency.NONE
        : new Latency(count, quantile(0.5), quantile(0.95), quantile(0.99), quantile(0.999));
  }
}
