package io.chimera.refinement.local.observe;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.chimera.refinement.local.world.TopicNames;
import io.chimera.refinement.state.event.SelfMeasurement;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Adds up what passes over the topics. What cannot be read is left out. Thread-safe. */
public final class Observation {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final long RECENT_MILLIS = 30_000;
  private static final int EVENTS_PER_TYPE = 30;
  private static final String LATENCY = "ingestion_latency_ms";
  private static final byte[] LATENCY_BYTES = LATENCY.getBytes(StandardCharsets.UTF_8);

  private final TopicNames topics;
  private final LedgerTotals ledger = new LedgerTotals();
  private final LatencyTotals latency = new LatencyTotals(RECENT_MILLIS);
  private final PointTotals points = new PointTotals();
  private final Map<String, FoundFinding> findings = new LinkedHashMap<>();
  private final Map<String, String> alertStates = new HashMap<>();
  private final Set<String> recommendations = new HashSet<>();
  private final Map<String, Deque<Event>> events = new TreeMap<>();
  private long outcomes;
  private long deadLetters;
  private long refusedPoints;

  public Observation(TopicNames topics) {
    this.topics = topics;
  }

  /** The topics that have to be read for it. */
  public List<String> sources() {
    return List.of(
        topics.kpiReports(),
        topics.outcomes(),
        topics.findings(),
        topics.alerts(),
        topics.recommendations(),
        topics.metricPoints(),
        topics.deadLetters(),
        topics.audit());
  }

  /** Takes one record of any of {@link #sources()} into account. */
  public synchronized void accept(ConsumerRecord<byte[], byte[]> record) {
    byte[] value = record.value();
    if (value == null) {
      return;
    }
    String topic = record.topic();
    if (topic.equals(topics.metricPoints())) {
      points.accept(new String(value, StandardCharsets.UTF_8));
    } else if (topic.equals(topics.outcomes())) {
      outcomes++;
    } else if (!topic.equals(topics.kpiReports()) || contains(value, LATENCY_BYTES)) {
      read(topic, record.timestamp(), value);
    }
  }

  public synchronized Snapshot snapshot() {
    Map<String, Long> byKind = new TreeMap<>();
    findings.values().forEach(finding -> byKind.merge(finding.kind(), 1L, Long::sum));
    Map<String, Long> byState = new TreeMap<>();
    alertStates.values().forEach(state -> byState.merge(state, 1L, Long::sum));
    return new Snapshot(
        ledger.ledger(),
        ledger.readPerSecond(),
        latency.total(),
        latency.recent(),
        points.windows(),
        byKind,
        byState,
        recommendations.size(),
        outcomes,
        deadLetters,
        points.distinct() - refusedPoints,
        points.meanReward(),
        points.rewards(),
        events.values().stream().flatMap(Deque::stream).toList());
  }

  /** Every finding as it was when it was first published. */
  public synchronized Collection<FoundFinding> findings() {
    return List.copyOf(findings.values());
  }

  private void read(String topic, long writtenMillis, byte[] value) {
    try {
      JsonNode json = JSON.readTree(value);
      if (topic.equals(topics.kpiReports())) {
        selfReport(json);
      } else if (topic.equals(topics.findings())) {
        finding(json);
      } else if (topic.equals(topics.alerts())) {
        alert(json);
      } else if (topic.equals(topics.recommendations())) {
        recommendation(json);
      } else if (topic.equals(topics.deadLetters())) {
        deadLetters++;
        refusedPoints += json.path("reason").asText().equals("SINK_REJECTED") ? 1 : 0;
      } else if (json.path("topic").asText().equals(topics.kpiReports())) {
        ledger.accept(json, writtenMillis);
      }
    } catch (IOException e) {
      // Anybody may write to kpi-reports; what is no JSON has its dead letter already.
      return;
    }
  }

  private void selfReport(JsonNode report) {
    JsonNode histogram = report.path("metrics").path(LATENCY);
    if (report.path("system").asText().equals(SelfMeasurement.SYSTEM) && histogram.isObject()) {
      latency.accept(report.path("timestamp").asLong(), histogram);
    }
  }

  private void finding(JsonNode json) {
    FoundFinding finding = FoundFinding.of(json);
    findings.putIfAbsent(finding.findingId(), finding);
    String subject =
        finding.system()
            + '/'
            + finding.component()
            + (finding.agentId() == null ? "" : '/' + finding.agentId());
    news(
        new Event(
            "finding",
            finding.findingId(),
            finding.detectedAt(),
            subject,
            finding.kind(),
            finding.state(),
            finding.severity(),
            finding.sentence()));
  }

  private void alert(JsonNode json) {
    String id = json.path("alertId").asText();
    String state = json.path("state").asText();
    alertStates.put(id, state);
    news(
        new Event(
            "alert",
            id,
            json.path("changedAt").asLong(),
            json.path("subject").asText(),
            json.path("rule").asText(),
            state,
            json.path("severity").asText(),
            json.path("sentence").asText()));
  }

  private void recommendation(JsonNode json) {
    String id = json.path("recommendationId").asText();
    recommendations.add(id);
    news(
        new Event(
            "recommendation",
            id,
            json.path("decidedAt").asLong(),
            json.path("system").asText() + '/' + json.path("component").asText(),
            json.path("action").path("name").asText(),
            json.path("mode").asText(),
            "",
            json.path("sentence").asText()));
  }

  private void news(Event event) {
    Deque<Event> ofType = events.computeIfAbsent(event.type(), type -> new ArrayDeque<>());
    ofType.addFirst(event);
    if (ofType.size() > EVENTS_PER_TYPE) {
      ofType.removeLast();
    }
  }

  private static boolean contains(byte[] text, byte[] part) {
    for (int i = 0; i + part.length <= text.length; i++) {
      int j = 0;
      while (j < part.length && text[i + j] == part[j]) {
        j++;
      }
      if (j == part.length) {
        return true;
      }
    }
    return false;
  }
}
