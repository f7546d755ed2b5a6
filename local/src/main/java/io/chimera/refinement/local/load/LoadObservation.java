package io.chimera.refinement.local.load;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.chimera.refinement.local.host.HostAgent;
import io.chimera.refinement.local.observe.LatencyBuckets;
import io.chimera.refinement.local.report.SloPoint;
import io.chimera.refinement.local.world.TopicNames;
import io.chimera.refinement.state.event.SelfMeasurement;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * What the topics say during a run: verdicts, the product's own latency and lag, objectives, the
 * host's processors and memory. What cannot be read is left out. Thread-safe.
 */
final class LoadObservation {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String LATENCY = "ingestion_latency_ms";
  private static final String LAG = "consumer_lag_s";
  private static final String INGEST = "ingest";
  private static final String HOST = "\"system\":\"" + HostAgent.SYSTEM + '"';

  private final TopicNames topics;
  private final AuditCoverage audit;
  private final ObjectiveStates objectives = new ObjectiveStates();
  private Recoveries recoveries = new Recoveries(List.of());
  private final LatencyBuckets latency = new LatencyBuckets();
  private final Usage cpu = new Usage();
  private final Usage memory = new Usage();
  private long fromMillis;
  private long firstEventMillis;
  private long unreadable;

  /** Mean and peak of a percentage. */
  private static final class Usage {
    private long count;
    private double sum;
    private double peak;

    void accept(JsonNode value) {
      if (value.isNumber()) {
        count++;
        sum += value.asDouble();
        peak = Math.max(peak, value.asDouble());
      }
    }
  }

  LoadObservation(TopicNames topics) {
    this.topics = topics;
    this.audit = new AuditCoverage(topics.kpiReports());
  }

  /**
   * The run begins; what was seen so far is of the time before.
   *
   * @param nowMillis wall clock, epoch milliseconds
   * @param eventMillis its first event time: objectives of earlier times say nothing of it
   * @param spikes after which of them recovery is watched
   */
  synchronized void begin(long nowMillis, long eventMillis, List<Spike> spikes) {
    fromMillis = nowMillis;
    firstEventMillis = eventMillis;
    recoveries = new Recoveries(spikes);
    audit.begin();
  }

  synchronized void accept(ConsumerRecord<byte[], byte[]> record) {
    if (record.value() == null) {
      return;
    }
    String text = new String(record.value(), StandardCharsets.UTF_8);
    try {
      if (record.topic().equals(topics.audit())) {
        audit.accept(JSON.readTree(text));
      } else if (record.topic().equals(topics.metricPoints())) {
        text.lines().forEach(this::point);
      } else if (text.contains(LATENCY) || text.contains(LAG) || text.contains(HOST)) {
        own(JSON.readTree(text));
      }
    } catch (IOException | RuntimeException e) {
      // Anybody may write to kpi-reports; what is no JSON has its dead letter already.
      unreadable += record.topic().equals(topics.kpiReports()) ? 0 : 1;
    }
  }

  /** How many partitions of {@code kpi-reports} the audit topic has said nothing of. */
  synchronized long unaudited(Map<Integer, Long> ends) {
    return audit.unknown(ends);
  }

  private void point(String line) {
    try {
      SloPoint.parse(line)
          .filter(point -> point.timeMillis() >= firstEventMillis)
          .ifPresent(objectives::accept);
    } catch (IllegalArgumentException e) {
      unreadable++;
    }
  }

  /** What the product published and nobody could read: verdicts or points without a sense. */
  synchronized long unreadable() {
    return unreadable;
  }

  private void own(JsonNode report) {
    String system = report.path("system").asText();
    long at = report.path("timestamp").asLong();
    JsonNode metrics = report.path("metrics");
    if (at < fromMillis) {
      return;
    }
    if (system.equals(SelfMeasurement.SYSTEM)) {
      if (metrics.path(LATENCY).isObject()) {
        LatencyBuckets buckets = new LatencyBuckets();
        for (JsonNode bucket : metrics.path(LATENCY).path("buckets")) {
          buckets.add(bucket.path(0).asDouble(), bucket.path(1).asLong());
        }
        latency.add(buckets);
        recoveries.latency(at, buckets);
      }
      // The metrics job has a lag of its own.
      if (metrics.path(LAG).isNumber() && report.path("component").asText().equals(INGEST)) {
        recoveries.lag(at, metrics.path(LAG).asDouble());
      }
    } else if (system.equals(HostAgent.SYSTEM)) {
      cpu.accept(metrics.path("cpu_percent"));
      memory.accept(metrics.path("memory_percent"));
    }
  }

  synchronized AuditCoverage.Ledger ledger(Map<Integer, LoadTally.Offsets> offsets) {
    return audit.ledger(offsets);
  }

  /** Latency from the broker to acceptance, as the product publishes it. */
  synchronized LatencyBuckets latency() {
    LatencyBuckets copy = new LatencyBuckets();
    copy.add(latency);
    return copy;
  }

  synchronized ObjectiveStates.Seen objective(String name) {
    return objectives.of(name);
  }

  /** Seconds after each spike until the product was back, by name; empty when it was not seen. */
  synchronized Map<String, OptionalDouble> recoveries() {
    return recoveries.seconds();
  }

  /** Mean of processors or memory, whichever is larger, in percent; empty when nobody reports. */
  synchronized OptionalDouble meanUse() {
    return cpu.count == 0 || memory.count == 0
        ? OptionalDouble.empty()
        : OptionalDouble.of(Math.max(cpu.sum / cpu.count, memory.sum / memory.count));
  }

  /** Largest use of processors or memory, in percent. */
  synchronized OptionalDouble peakUse() {
    return cpu.count == 0 || memory.count == 0
        ? OptionalDouble.empty()
        : OptionalDouble.of(Math.max(cpu.peak, memory.peak));
  }
}
