package io.chimera.refinement.local.observe;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayDeque;
import java.util.Deque;

/** Merges the histograms in which the product reports its own latency. Not thread-safe. */
final class LatencyTotals {
  private final LatencyBuckets all = new LatencyBuckets();
  private final Deque<Timed> recent = new ArrayDeque<>();
  private final long recentMillis;

  private record Timed(long timeMillis, LatencyBuckets buckets) {}

  /**
   * @param recentMillis how far back {@link #recent()} looks
   */
  LatencyTotals(long recentMillis) {
    this.recentMillis = recentMillis;
  }

  /** Adds {@code {"buckets": [[upperBound, count], …]}}; anything else is left out. */
  void accept(long timeMillis, JsonNode histogram) {
    LatencyBuckets buckets = new LatencyBuckets();
    for (JsonNode bucket : histogram.path("buckets")) {
      buckets.add(bucket.path(0).asDouble(), bucket.path(1).asLong());
    }
    all.add(buckets);
    recent.add(new Timed(timeMillis, buckets));
    while (recent.peek().timeMillis() < timeMillis - recentMillis) {
      recent.poll();
    }
  }

  Latency total() {
    return all.latency();
  }

  /** Of the last interval before the newest histogram. */
  Latency recent() {
    LatencyBuckets merged = new LatencyBuckets();
    recent.forEach(timed -> merged.add(timed.buckets()));
    return merged.latency();
  }
}
