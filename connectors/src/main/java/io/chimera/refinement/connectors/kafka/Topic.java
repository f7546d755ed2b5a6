package io.chimera.refinement.connectors.kafka;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/** The topics of the contract, section 2. */
public enum Topic {
  KPI_REPORTS("kpi-reports", 64, 8, Cleanup.DELETE, days(7)),
  OUTCOMES("outcomes", 16, 4, Cleanup.DELETE, days(30)),
  CONTROL("control", 1, 1, Cleanup.COMPACT, Duration.ZERO),
  MODELS("models", 1, 1, Cleanup.COMPACT, Duration.ZERO),
  FINDINGS("findings", 16, 4, Cleanup.DELETE, days(30)),
  ALERTS("alerts", 16, 4, Cleanup.COMPACT_DELETE, days(30)),
  RECOMMENDATIONS("recommendations", 16, 4, Cleanup.DELETE, days(90)),
  METRIC_POINTS("metric-points", 16, 4, Cleanup.DELETE, days(1)),
  DEAD_LETTERS("dead-letters", 16, 4, Cleanup.DELETE, days(90)),
  AUDIT("audit", 1, 1, Cleanup.DELETE, days(90));

  /** What Kafka does with old records; keys are only unique in what is compacted. */
  private enum Cleanup {
    DELETE("delete"),
    COMPACT("compact"),
    COMPACT_DELETE("compact,delete");

    private final String policy;

    Cleanup(String policy) {
      this.policy = policy;
    }
  }

  private final String suffix;
  private final int partitions;
  private final int localPartitions;
  private final Cleanup cleanup;
  private final Duration retention;

  Topic(String suffix, int partitions, int localPartitions, Cleanup cleanup, Duration retention) {
    this.suffix = suffix;
    this.partitions = partitions;
    this.localPartitions = localPartitions;
    this.cleanup = cleanup;
    this.retention = retention;
  }

  private static Duration days(int days) {
    return Duration.ofDays(days);
  }

  /** Name without the deployment's prefix. */
  public String suffix() {
    return suffix;
  }

  /** Partitions in production. */
  public int partitions() {
    return partitions;
  }

  /** Partitions when everything runs on one machine. */
  public int localPartitions() {
    return localPartitions;
  }

  /** Topic configuration that the product relies on, in a fixed order. */
  public Map<String, String> config() {
    Map<String, String> config = new LinkedHashMap<>();
    config.put("cleanup.policy", cleanup.policy);
    if (cleanup != Cleanup.COMPACT) {
      config.put("retention.ms", Long.toString(retention.toMillis()));
    }
    if (this == KPI_REPORTS) {
      // "Too far ahead" is judged against the broker's clock, not the producer's.
      config.put("message.timestamp.type", "LogAppendTime");
      // Records beyond 1 MiB are let in, so that they end as dead letters rather than as an error
      // of somebody's producer.
      config.put("max.message.bytes", Integer.toString(2 << 20));
    }
    return config;
  }
}
