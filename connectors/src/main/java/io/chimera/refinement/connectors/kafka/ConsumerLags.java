package io.chimera.refinement.connectors.kafka;

import io.chimera.refinement.state.ingest.Backlog;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.IntPredicate;
import org.apache.kafka.common.metrics.KafkaMetric;
import org.apache.kafka.common.metrics.MetricsReporter;

/**
 * How far the consumers of this process are behind, per partition, as the consumers themselves
 * measure it: Kafka's metrics {@code records-lag} and {@code assigned-partitions}. Kafka makes one
 * per client ({@code metric.reporters}); whoever wants to know asks by client id.
 */
public final class ConsumerLags implements MetricsReporter {
  private static final String LAG = "records-lag";
  private static final String ASSIGNED = "assigned-partitions";
  private static final String PARTITION = "partition";
  private static final ConcurrentMap<String, ConsumerLags> BY_CLIENT = new ConcurrentHashMap<>();

  private final ConcurrentMap<Integer, KafkaMetric> lags = new ConcurrentHashMap<>();
  private volatile KafkaMetric assigned;
  private volatile String client;

  /**
   * How far a client is, in those of its partitions that {@code partitions} accepts. A client that
   * has not yet had an answer for each of its partitions is behind.
   */
  static Backlog.Reading of(String client, IntPredicate partitions) {
    ConsumerLags known = BY_CLIENT.get(client);
    return known == null ? Backlog.Reading.UNKNOWN : known.reading(partitions);
  }

  private Backlog.Reading reading(IntPredicate partitions) {
    KafkaMetric all = assigned;
    if (all == null || lags.size() < value(all)) {
      return Backlog.Reading.BEHIND;
    }
    boolean behind =
        lags.entrySet().stream()
            .anyMatch(lag -> partitions.test(lag.getKey()) && value(lag.getValue()) > 0);
    return behind ? Backlog.Reading.BEHIND : Backlog.Reading.CAUGHT_UP;
  }

  private static double value(KafkaMetric metric) {
    return metric.metricValue() instanceof Number number ? number.doubleValue() : 0;
  }

  @Override
  public void configure(Map<String, ?> configs) {
    if (configs.get("client.id") instanceof String id) {
      client = id;
      BY_CLIENT.put(id, this);
    }
  }

  @Override
  public void init(List<KafkaMetric> metrics) {
    metrics.forEach(this::metricChange);
  }

  @Override
  public void metricChange(KafkaMetric metric) {
    String name = metric.metricName().name();
    String partition = metric.metricName().tags().get(PARTITION);
    if (name.equals(ASSIGNED)) {
      assigned = metric;
    } else if (name.equals(LAG) && partition != null) {
      lags.put(Integer.valueOf(partition), metric);
    }
  }

  @Override
  public void metricRemoval(KafkaMetric metric) {
    String partition = metric.metricName().tags().get(PARTITION);
    if (metric.metricName().name().equals(LAG) && partition != null) {
      lags.remove(Integer.valueOf(partition), metric);
    }
  }

  @Override
  public void close() {
    if (client != null) {
      BY_CLIENT.remove(client, this);
    }
  }
}
