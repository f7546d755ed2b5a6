package io.chimera.refinement.connectors.yaml;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** What values are measured in, and what the name of a metric says of that. */
final class Units {
  static final String RULE =
      "must be a unit such as ms, s, min, h, d, %, MB, GB, req/s, items/min or a counted noun";

  private static final Set<String> PLAIN =
      Set.of(
          "ms", "s", "min", "h", "d", "%", "MB", "GB", "TB", "x", ":1", "-", "r", "p", "USD",
          "IOPS", "TPS", "rps", "GPU h", "us", "ns", "B", "kB", "KB", "bytes");

  private static final Pattern RATE =
      Pattern.compile("(%|[A-Za-z][A-Za-z ]{0,30})/(s|min|h|d|req|week)");
  private static final Pattern DATA_RATE = Pattern.compile("[KMGT]?bps");
  private static final Pattern NOUN = Pattern.compile("[a-z][a-z ]{2,30}");

  /** Abbreviations that look like nouns and are none. */
  private static final Set<String> MISTAKEN =
      Set.of(
          "sec",
          "secs",
          "seconds",
          "second",
          "msec",
          "millis",
          "milliseconds",
          "minute",
          "minutes",
          "mins",
          "hour",
          "hours",
          "hrs",
          "days",
          "day",
          "percent",
          "pct",
          "mbytes");

  private static final Map<String, String> SUFFIXES = new LinkedHashMap<>();

  static {
    SUFFIXES.put("_percent", "%");
    SUFFIXES.put("_ms", "ms");
    SUFFIXES.put("_min", "min");
    SUFFIXES.put("_s", "s");
    SUFFIXES.put("_h", "h");
    SUFFIXES.put("_d", "d");
    SUFFIXES.put("_mb", "MB");
    SUFFIXES.put("_gb", "GB");
    SUFFIXES.put("_tb", "TB");
    SUFFIXES.put("_mbps", "Mbps");
    SUFFIXES.put("_gbps", "Gbps");
  }

  private Units() {}

  static boolean isUnit(String text) {
    return PLAIN.contains(text)
        || RATE.matcher(text).matches()
        || DATA_RATE.matcher(text).matches()
        || (NOUN.matcher(text).matches() && !MISTAKEN.contains(text));
  }

  /** The unit that the name of a metric ends in, if it does. */
  static Optional<String> ofName(String metric) {
    if (metric.contains("_per_")) {
      return Optional.empty();
    }
    return SUFFIXES.entrySet().stream()
        .filter(suffix -> metric.endsWith(suffix.getKey()))
        .map(Map.Entry::getValue)
        .findFirst();
  }
}
