package io.chimera.refinement.local.observe;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * Merges the histograms in which the product reports its own latency. Percentiles come from the
 * merged buckets, never from averages of percentiles. Not thread-safe.
 */
final class LatencyTotals {
  private final TreeMap<Double, Long> all = new TreeMap<>();
  private final Deque<Timed> recent = new ArrayDeque<>();
  private final long recentMillis;

  private record Timed(long timeMillis, TreeMap<Double, Long> buckets) {}

  /**
   * @param recentMillis how far back {@link #recent()} looks
   */
  LatencyTotals(long recentMillis) {
    this.recentMillis = recentMillis;
  }

  /** Adds {@code {"buckets": [[upperBound, count], …]}}; anything else is left out. */
  void accept(long timeMillis, JsonNode histogram) {
    TreeMap<Double, Long> buckets = new TreeMap<>();
    for (JsonNode bucket : histogram.path("buckets")) {
      buckets.merge(bucket.path(0).asDouble(), bucket.path(1).asLong(), Long::sum);
    }
    buckets.forEach((bound, count) -> all.merge(bound, count, Long::sum));
    recent.add(new Timed(timeMillis, buckets));
    while (recent.peek().timeMillis() < timeMillis - recentMillis) {
      recent.poll();
    }
  }

  Latency total() {
    return latency(all);
  }

  /** Of the last interval before the newest histogram. */
  Latency recent() {
    TreeMap<Double, Long> merged = new TreeMap<>();
    recent.forEach(
        timed -> timed.buckets().forEach((bound, count) -> merged.merge(bound, count, Long::sum)));
    return latency(merged);
  }

  private static Latency latency(NavigableMap<Double, Long> buckets) {
    long count = buckets.values().stream().mapToLong(Long::longValue).sum();
    return count == 0
        ? Latency.NONE
        : new Latency(
            count,
            quantile(buckets, count, 0.5),
            quantile(buckets, count, 0.95),
            quantile(buckets, count, 0.99),
            quantile(buckets, count, 0.999));
  }

  /** Upper bound of the bucket that holds the value of that rank (nearest rank). */
  private static double quantile(NavigableMap<Double, Long> buckets, long count, double share) {
    long rank = Math.max(1, (long) Math.ceil(share * count));
    long seen = 0;
    for (Map.Entry<Double, Long> bucket : buckets.entrySet()) {
      seen += bucket.getValue();
      if (seen >= rank) {
        return bucket.getKey();
      }
    }
    return buckets.lastKey();
  }
}
