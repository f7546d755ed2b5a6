package io.chimera.refinement.jobs.config;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The time-series database.
 *
 * @param api {@code v1} or {@code v2}
 * @param url base address
 * @param org organisation
 * @param token access token, never printed
 * @param gzip whether requests are compressed
 * @param requests how requests are filled
 * @param hot bucket of everything but rollups
 * @param warm bucket of rollups of minutes; no name for the hot one
 * @param cold bucket of rollups of hours and days; no name for the hot one
 * @param warmOfSystem warm buckets of systems with a retention of their own
 * @param coldDirectory where cold points are kept as files; empty for nowhere
 */
public record Database(
    String api,
    String url,
    String org,
    String token,
    boolean gzip,
    Requests requests,
    Bucket hot,
    Bucket warm,
    Bucket cold,
    Map<String, Bucket> warmOfSystem,
    String coldDirectory) {

  /** How requests are filled: whichever limit is reached first sends one. */
  public record Requests(
      int points, long bytes, long flushMillis, int maxInFlight, long timeoutMillis) {}

  /** A bucket and how long it keeps a point. */
  public record Bucket(String name, long retentionMillis) {}

  /** Every bucket that has a name, each once. */
  public List<Bucket> buckets() {
    return Stream.concat(Stream.of(hot, warm, cold), new TreeMap<>(warmOfSystem).values().stream())
        .filter(bucket -> !bucket.name().isEmpty())
        .toList();
  }

  @Override
  public String toString() {
    return "Database[url="
        + url
        + ", org="
        + org
        + ", buckets="
        + buckets()
        + ", token="
        + (token.isEmpty() ? "none" : "set")
        + "]";
  }
}
