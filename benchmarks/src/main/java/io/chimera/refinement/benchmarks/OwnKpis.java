package io.chimera.refinement.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.chimera.refinement.local.world.TopicReader;
import io.chimera.refinement.state.event.SelfMeasurement;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** What the job reports of itself on {@code kpi-reports}, from the moment of {@link #from} on. */
final class OwnKpis implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final TopicReader reader;
  private final Map<String, Ids> ids = new HashMap<>();
  private final Map<String, Distribution> distributions = new HashMap<>();
  private long fromMillis = Long.MIN_VALUE;
  private long toMillis = Long.MAX_VALUE;

  /** Ids that one instance remembers, and the bytes they take. */
  private record Ids(double count, double bytes) {}

  private OwnKpis(TopicReader reader) {
    this.reader = reader;
  }

  static OwnKpis from(String bootstrapServers, String topic) {
    return new OwnKpis(TopicReader.fromNow(bootstrapServers, List.of(topic), false));
  }

  /** Counts only what was measured after {@code fromMillis} and up to {@code toMillis}, wall clock. */
  void between(long fromMillis, long toMillis) {
    this.fromMillis = fromMillis;
    this.toMillis = toMillis;
  }

  /** Takes into account what is in the topic by now. */
  void read() {
    reader.drain(this::accept);
  }

  /** Bytes per remembered id when every instance remembered most; 0 when nothing was reported. */
  double bytesPerId() {
    double count = ids.values().stream().mapToDouble(Ids::count).sum();
    return count == 0 ? 0 : ids.values().stream().mapToDouble(Ids::bytes).sum() / count;
  }

  /** The distribution of a metric over all instances; empty when it was not reported. */
  Distribution distribution(String metric) {
    return distributions.getOrDefault(metric, new Distribution());
  }

  private void accept(ConsumerRecord<byte[], byte[]> record) {
    try {
      JsonNode report = JSON.readTree(record.value());
      long timestamp = report.path("timestamp").asLong();
      if (report.path("system").asText().equals(SelfMeasurement.SYSTEM) && timestamp > fromMillis && timestamp <= toMillis) {
        accept(report.path("agentId").asText(), report.path("metrics"));
      }
    } catch (IOException e) {
      throw new java.io.UncheckedIOException("Cannot read an own report: " + e.getMessage(), e);
    }
  }

  private void accept(String instance, JsonNode metrics) {
    Ids now = new Ids(metrics.path("remembered_ids_count").asDouble(), metrics.path("remembered_ids_bytes").asDouble());
    ids.merge(instance, now, (known, next) -> next.count() > known.count() ? next : known);
    metrics
        .properties()
        .forEach(
            metric -> {
              if (metric.getValue().isObject()) {
                distributions.computeIfAbsent(metric.getKey(), name -> new Distribution()).add(metric.getValue());
              }
            });
  }

  @Override
  public void close() {
    reader.close();
  }

  /** Merged histograms. */
  static final class Distribution {
    private final TreeMap<Double, Long> buckets = new TreeMap<>();
    private long count;
    private double max;

    void add(JsonNode histogram) {
      max = Math.max(max, histogram.path("max").asDouble());
      for (JsonNode bucket : histogram.path("buckets")) {
        buckets.merge(bucket.path(0).asDouble(), bucket.path(1).asLong(), Long::sum);
        count += bucket.path(1).asLong();
      }
    }

    long count() {
      return count;
    }

    double max() {
      return max;
    }

    /** The bucket that holds the value of that rank (nearest rank); 0 when there is none. */
    double quantile(double share) {
      long rank = Math.max(1, (long) Math.ceil(share * count));
      long seen = 0;
      for (Map.Entry<Double, Long> bucket : buckets.entrySet()) {
        seen += bucket.getValue();
        if (seen >= rank) {
          return bucket.getKey();
        }
      }
      return 0;
    }
  }
}
