package io.chimera.refinement.local.loop;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.chimera.refinement.connectors.kafka.Topic;
import io.chimera.refinement.local.agent.ReportSender;
import io.chimera.refinement.local.simulator.DecisionHistory;
import io.chimera.refinement.local.world.TopicReader;
import io.chimera.refinement.state.optimise.Bandit;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Models, freezes and limits, in a job that goes on all the while. */
class LiveAdviceTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final long START = 1_795_248_000_000L;
  private static final Duration PATIENCE = Duration.ofMinutes(4);

  /** So long without another setting: the search rests. */
  private static final long SILENCE_SECONDS = 1_500;

  private static final String OWN = Bandit.MODEL + ':';

  private static final String CATALOGUE =
      """
      apiVersion: refinement.io/v1
      kind: ActionCatalogue
      metadata: {name: simulated}
      spec:
        select: {system: sim, component: "*"}
        objective: {metric: latency_ms, statistic: mean, goal: minimise, scale: 0.5}
        actions:
          - {name: hold}
          - {name: purge}
          - {name: scale_out}
          - {name: shift_load}
        cooldown: 10s
        settle: 10s
        deadline: 10m
        mode: live
        owner: team
      """;

  /** Connections bring latency down and cost processor time; the limit allows sixteen. */
  private static final String LIMITED =
      """
      apiVersion: openslo/v1
      kind: SLI
      metadata: {name: till-cpu}
      spec:
        thresholdMetric:
          metricSource:
            type: refinement
            spec: {system: till, component: pool, metric: cpu_percent, unit: "%"}
      ---
      apiVersion: refinement.io/v1
      kind: Objective
      metadata:
        name: till-cpu-below-50
        annotations: {refinement.io/statistic: avg, refinement.io/window: 1m, refinement.io/by: component}
      spec: {service: till-pool, indicatorRef: till-cpu, op: lt, value: 50}
      ---
      apiVersion: refinement.io/v1
      kind: ActionCatalogue
      metadata: {name: till-settings}
      spec:
        select: {system: till, component: pool}
        objective: {metric: latency_ms, statistic: mean, goal: minimise, scale: 0.5}
        parameters:
          - {name: connections, min: 4, max: 64, current: 8, type: int, scale: log}
        constraints: [till-cpu-below-50]
        trials: 10
        cooldown: 10s
        settle: 1m
        deadline: 1h
        mode: live
        owner: team
      """;

  @TempDir private Path folder;

  private final List<JsonNode> advice = new ArrayList<>();
  private final List<Double> tried = new ArrayList<>();
  private double connections = 8;
  private int answered;
  private long sentSeconds;
  private long lastTried;
  private LiveJob job;
  private ReportSender reports;
  private ReportSender outcomes;
  private TopicReader reader;

  @Test
  @DisplayName("REF-TRN-11: models come and go, a freeze holds and a limit is kept, no restart")
  void adviceFollowsWhatAnOperatorSays() throws Exception {
    try (LiveJob live = LiveJob.start(folder);
        ReportSender kpis =
            new ReportSender(live.servers(), LiveJob.topic(Topic.KPI_REPORTS.suffix()));
        ReportSender answers =
            new ReportSender(live.servers(), LiveJob.topic(Topic.OUTCOMES.suffix()));
        TopicReader recommendations =
            TopicReader.fromBeginning(
                live.servers(), List.of(LiveJob.topic(Topic.RECOMMENDATIONS.suffix())), true)) {
      job = live;
      reports = kpis;
      outcomes = answers;
      reader = recommendations;
      job.apply(CATALOGUE);
      until(() -> advised("svc-0").size() >= 3);
      assertThat(newest("svc-0")).startsWith(OWN);

      String first = retrained(500);
      until(() -> newest("svc-0").startsWith(first + ':'));
      String second = retrained(520);
      assertThat(second).isNotEqualTo(first);
      until(() -> newest("svc-0").startsWith(second + ':'));
      job.apply(
          """
          apiVersion: refinement.io/v1
          kind: Model
          metadata: {name: simulated}
          spec: {version: %s}
          """
              .formatted(first));
      until(() -> newest("svc-0").startsWith(first + ':'));
      job.refinement("delete", "Model", "simulated");
      until(() -> newest("svc-0").startsWith(OWN));

      aFreezeHolds();
      aLimitIsKept();
      job.check();
    }
  }

  /** A model of a history in which the world changed at a decision. */
  private String retrained(int driftAt) throws IOException {
    DecisionHistory world = new DecisionHistory(3, 2, driftAt);
    Path history = folder.resolve("history-" + driftAt + ".jsonl");
    try (OutputStream out = Files.newOutputStream(history)) {
      world.write(1_600, world.bandits(), out);
    }
    return job.refinement("retrain", "--input", history.toString(), "--trials", "8")
        .out()
        .replaceAll("(?s).*version=(\\S+) .*", "$1");
  }

  private void aFreezeHolds() {
    job.refinement("freeze", "sim/svc-0", "--reason", "test");
    int heard = advised("svc-1").size();
    until(() -> advised("svc-1").size() >= heard + 10);
    int before = advised("svc-0").size();
    until(() -> advised("svc-1").size() >= heard + 20);
    assertThat(advised("svc-0")).as("advice while frozen").hasSize(before);
    job.refinement("unfreeze", "sim/svc-0");
    until(() -> advised("svc-0").size() > before);
  }

  private void aLimitIsKept() throws Exception {
    job.apply(LIMITED);
    until(() -> tried.size() >= 10 && sentSeconds >= lastTried + SILENCE_SECONDS);
    assertThat(connections).as("of %s", tried).isBetween(10.0, 16.0);
    assertThat(tried.stream().filter(each -> each > 16).count())
        .as("trials that broke the limit, of %s", tried)
        .isLessThanOrEqualTo(2);
  }

  private List<JsonNode> advised(String component) {
    return advice.stream()
        .filter(each -> each.path("component").asText().equals(component))
        .toList();
  }

  private String newest(String component) {
    List<JsonNode> mine = advised(component);
    return mine.get(mine.size() - 1).path("modelVersion").asText();
  }

  /** Event time goes on as long as something is waited for. */
  private void until(BooleanSupplier condition) {
    await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(200))
        .until(
            () -> {
              for (int i = 0; i < 10; i++, sentSeconds++) {
                report("sim", "svc-0", 200, 40);
                report("sim", "svc-1", 220, 40);
                // 8 connections cost nothing more, 16 cost 9.6 points, 64 cost 28.8
                double doublings = Math.log(connections / 8) / Math.log(2);
                report("till", "pool", 300 - 40 * doublings, 40 + 9.6 * doublings);
              }
              reader.poll(record -> hear(record.value()));
              while (answered < advice.size()) {
                follow(advice.get(answered++));
              }
              return condition.getAsBoolean();
            });
  }

  private void hear(byte[] recommendation) {
    try {
      advice.add(JSON.readTree(recommendation));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Settings are applied and left to be measured; nobody answers advice on actions. */
  private void follow(JsonNode recommendation) {
    if (!recommendation.path("component").asText().equals("pool")) {
      return;
    }
    connections = recommendation.path("action").path("parameters").path("connections").asDouble();
    tried.add(connections);
    lastTried = sentSeconds;
    String id = recommendation.path("recommendationId").asText();
    outcomes.send(
        id.getBytes(UTF_8),
        """
        {"recommendationId":"%s","applied":true,"observedAt":%d}\
        """
            .formatted(id, START + sentSeconds * 1_000)
            .getBytes(UTF_8));
  }

  private void report(String system, String component, double latencyMillis, double cpuPercent) {
    reports.send(
        component.getBytes(UTF_8),
        """
        {"reportId":"%s-%d","agentId":"%s","system":"%s","component":"%s","timestamp":%d,"metrics":{"latency_ms":%s,"cpu_percent":%s}}\
        """
            .formatted(
                component,
                sentSeconds,
                component,
                system,
                component,
                START + sentSeconds * 1_000,
                latencyMillis,
                cpuPercent)
            .getBytes(UTF_8));
  }
}
