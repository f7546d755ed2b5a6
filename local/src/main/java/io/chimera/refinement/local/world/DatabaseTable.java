package io.chimera.refinement.local.world;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * One table of the time-series database: a measurement of the metrics job.
 *
 * <p>A point is identified by its tags and its time. The tags must be known before the first write,
 * because only columns that are named then take part in removing repeated points.
 *
 * @param name measurement
 * @param tags tags, all of them part of the identity
 * @param fields columns with their types, beyond those that the first point brings along
 */
public record DatabaseTable(String name, List<String> tags, List<String> fields) {
  private static final List<String> SERIES_TAGS =
      List.of("system", "component", "agent", "metric", "labels");
  private static final List<String> STATISTICS =
      List.of(
          "count LONG",
          "sum DOUBLE",
          "mean DOUBLE",
          "min DOUBLE",
          "max DOUBLE",
          "stddev DOUBLE",
          "p50 DOUBLE",
          "p95 DOUBLE",
          "p99 DOUBLE",
          "p999 DOUBLE");

  /** Every measurement that the jobs write. */
  public static List<DatabaseTable> all() {
    Stream<DatabaseTable> windows =
        Stream.of("kpi_window", "kpi_window_1m", "kpi_window_5m", "kpi_window_1h", "kpi_window_1d")
            .map(name -> new DatabaseTable(name, SERIES_TAGS, STATISTICS));
    Stream<DatabaseTable> others =
        Stream.of(
            table(
                "finding",
                "system",
                "component",
                "agent",
                "metric",
                "series",
                "kind",
                "state",
                "severity"),
            table("alert", "rule", "subject", "state", "severity"),
            table("slo", "objective", "pack", "subject"),
            table("recommendation", "system", "component", "optimizer", "target", "action", "mode"),
            table(
                "outcome",
                "system",
                "component",
                "target",
                "action",
                "executed_action",
                "reward_source"),
            table("kpi_histogram", "system", "component", "metric", "labels"),
            table("pipeline", "component", "instance", "metric"));
    return Stream.concat(windows, others).toList();
  }

  private static DatabaseTable table(String name, String... tags) {
    return new DatabaseTable(name, List.of(tags), List.of());
  }

  /** The statement that creates the table unless it exists. */
  public String ddl() {
    String columns =
        Stream.concat(tags.stream().map(tag -> '"' + tag + "\" SYMBOL"), fields.stream())
            .collect(Collectors.joining(", "));
    String keys = tags.stream().map(tag -> '"' + tag + '"').collect(Collectors.joining(", "));
    return "CREATE TABLE IF NOT EXISTS \"%s\" (timestamp TIMESTAMP, %s) TIMESTAMP(timestamp) PARTITION BY DAY WAL DEDUP UPSERT KEYS(timestamp, %s)"
        .formatted(name, columns, keys);
  }
}
