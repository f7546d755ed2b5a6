package io.chimera.refinement.local.loop;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.chimera.refinement.connectors.kafka.KafkaSettings;
import io.chimera.refinement.connectors.kafka.Topic;
import io.chimera.refinement.connectors.kafka.Topics;
import io.chimera.refinement.jobs.RefinementJob;
import io.chimera.refinement.jobs.config.Settings;
import io.chimera.refinement.local.agent.ReportSender;
import io.chimera.refinement.local.cli.Refinement;
import io.chimera.refinement.local.world.EmbeddedBroker;
import io.chimera.refinement.local.world.EmbeddedFlink;
import io.chimera.refinement.local.world.TopicReader;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.flink.api.common.JobID;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** An operator's day: documents are applied, seen, answered and withdrawn while the job runs. */
class LiveDocumentsTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String PREFIX = "live.";
  private static final long START = 1_789_948_800_000L;
  private static final Duration PATIENCE = Duration.ofSeconds(90);

  @TempDir private Path folder;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private final List<String> points = new ArrayList<>();
  private final List<JsonNode> alerts = new ArrayList<>();
  private final List<JsonNode> findings = new ArrayList<>();
  private String kafka;
  private long sentSeconds;

  /** REF-ALR-07: an objective and a rule come, fire, are acknowledged and go without a restart. */
  @Test
  void whatIsAppliedIsInForceWithoutARestart() throws Exception {
    try (EmbeddedBroker broker = EmbeddedBroker.start(folder.resolve("kafka"), 0);
        EmbeddedFlink flink = EmbeddedFlink.start(folder.resolve("flink"), 0, 1, 1)) {
      kafka = broker.bootstrapServers();
      createTopics();
      JobID job = submit(flink);
      try (ReportSender sender = new ReportSender(kafka, PREFIX + Topic.KPI_REPORTS.suffix());
          TopicReader reader =
              TopicReader.fromBeginning(
                  kafka,
                  List.of(
                      PREFIX + Topic.METRIC_POINTS.suffix(),
                      PREFIX + Topic.ALERTS.suffix(),
                      PREFIX + Topic.FINDINGS.suffix()),
                  false)) {
        aBadDocumentIsRefusedWhole();
        assertThat(refinement("apply", "-f", documents().toString())).as(err.toString()).isZero();
        assertThat(refinement("get", "SLO")).isZero();
        assertThat(out.toString()).contains("shop-pay-p95");

        whileReporting(sender, reader, 100, () -> objective("met").isPresent());
        assertThat(alerts).isEmpty();
        whileReporting(sender, reader, 500, () -> alert("firing").isPresent());
        whileReporting(sender, reader, 500, () -> objective("breached").isPresent());
        assertThat(refinement("report", "--packs", documents().toString())).isEqualTo(1);
        assertThat(out.toString()).contains("shop-pay-p95");

        String id = alert("firing").orElseThrow().path("alertId").asText();
        assertThat(refinement("ack", id, "--by", "ann")).isZero();
        whileReporting(sender, reader, 500, () -> alert("acknowledged").isPresent());
        assertThat(refinement("delete", "AlertRule", "shop-slow")).isZero();
        whileReporting(sender, reader, 500, () -> alert("resolved").isPresent());
        assertThat(alerts).extracting(alert -> alert.path("alertId").asText()).containsOnly(id);

        whoIsDeclaredIsMissedUntilTheDeclarationGoes(sender, reader);
        flink.check(job);
      }
    }
  }

  /** C-000-32: a system that never reported is missed as soon as somebody expects it. */
  private void whoIsDeclaredIsMissedUntilTheDeclarationGoes(ReportSender sender, TopicReader reader)
      throws Exception {
    Path expected = folder.resolve("expected.yaml");
    Files.writeString(
        expected,
        """
        apiVersion: refinement.io/v1
        kind: ExpectedReporter
        metadata: {name: ghost-reports}
        spec: {system: ghost, within: 2s}
        """);
    assertThat(refinement("apply", "-f", expected.toString())).as(err.toString()).isZero();
    whileReporting(sender, reader, 500, () -> absence("open").isPresent());
    assertThat(refinement("delete", "ExpectedReporter", "ghost-reports")).isZero();
    whileReporting(sender, reader, 500, () -> absence("closed").isPresent());
    assertThat(absence("closed").orElseThrow().path("findingId"))
        .isEqualTo(absence("open").orElseThrow().path("findingId"));
  }

  private void aBadDocumentIsRefusedWhole() throws Exception {
    Path bad = folder.resolve("bad.yaml");
    Files.writeString(
        bad, Files.readString(documents()).replace("threshold: 300", "threshold: many"));
    assertThat(refinement("apply", "-f", bad.toString())).isEqualTo(1);
    assertThat(err.toString()).contains("bad.yaml").contains("threshold").contains("many");
    assertThat(refinement("get")).isZero();
    assertThat(out.toString()).doesNotContain("shop-pay-p95");
  }

  private Path documents() throws Exception {
    Path file = folder.resolve("shop.yaml");
    Files.writeString(
        file,
        """
        apiVersion: openslo/v1
        kind: SLI
        metadata: {name: shop-pay-latency}
        spec:
          thresholdMetric:
            metricSource:
              type: refinement
              spec: {system: shop, component: cart, metric: response_time_ms, unit: ms}
        ---
        apiVersion: openslo/v1
        kind: SLO
        metadata:
          name: shop-pay-p95
          annotations: {refinement.io/statistic: p95, refinement.io/window: 1m}
        spec:
          service: shop-cart
          indicatorRef: shop-pay-latency
          timeWindow: [{duration: 30d, isRolling: true}]
          budgetingMethod: Occurrences
          objectives: [{op: lt, value: 200, target: 0.95}]
        ---
        apiVersion: refinement.io/v1
        kind: AlertRule
        metadata: {name: shop-slow}
        spec:
          select: {system: shop, component: "*", metric: response_time_ms}
          statistic: mean
          op: gt
          threshold: 300
          unit: ms
          for: 20s
          severity: warning
          respondWithin: 1h
        """);
    return file;
  }

  private interface Condition {
    boolean holds();
  }

  /** Event time goes on as long as something is waited for. */
  private void whileReporting(
      ReportSender sender, TopicReader reader, int millis, Condition condition) {
    await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(200))
        .until(
            () -> {
              for (int i = 0; i < 10; i++, sentSeconds++) {
                sender.send(
                    "till".getBytes(UTF_8),
                    """
                    {"reportId":"r%d","agentId":"till","system":"shop","component":"cart","timestamp":%d,"metrics":{"response_time_ms":%d}}"""
                        .formatted(sentSeconds, START + sentSeconds * 1_000, millis)
                        .getBytes(UTF_8));
              }
              reader.poll(
                  record -> {
                    if (record.topic().endsWith(Topic.ALERTS.suffix())) {
                      alerts.add(json(record.value()));
                    } else if (record.topic().endsWith(Topic.FINDINGS.suffix())) {
                      findings.add(json(record.value()));
                    } else {
                      points.addAll(List.of(new String(record.value(), UTF_8).split("\\n")));
                    }
                  });
              return condition.holds();
            });
  }

  private static JsonNode json(byte[] value) {
    try {
      return JSON.readTree(value);
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private Optional<String> objective(String state) {
    return points.stream()
        .filter(line -> line.startsWith("slo,objective=shop-pay-p95,"))
        .filter(line -> line.contains("state=\"" + state + '"'))
        .findFirst();
  }

  private Optional<JsonNode> alert(String state) {
    return alerts.stream().filter(alert -> alert.path("state").asText().equals(state)).findFirst();
  }

  private Optional<JsonNode> absence(String state) {
    return findings.stream()
        .filter(finding -> finding.path("series").asText().equals("ghost"))
        .filter(finding -> finding.path("state").asText().equals(state))
        .findFirst();
  }

  private int refinement(String... arguments) {
    out.getBuffer().setLength(0);
    err.getBuffer().setLength(0);
    List<String> all = new ArrayList<>(List.of(arguments));
    all.addAll(
        List.of("--bootstrap-servers", kafka, "--set", "refinement.topics.prefix=" + PREFIX));
    CommandLine commands = Refinement.commandLine();
    commands.setOut(new PrintWriter(out, true));
    commands.setErr(new PrintWriter(err, true));
    return commands.execute(all.toArray(String[]::new));
  }

  private void createTopics() {
    try (Topics topics = new Topics(KafkaSettings.of(kafka, PREFIX, "setup", 60_000))) {
      topics.create(topic -> 1, 1);
    }
  }

  private JobID submit(EmbeddedFlink flink) {
    Map<String, String> values = new HashMap<>();
    values.put("kafka.bootstrap.servers", kafka);
    values.put("refinement.topics.prefix", PREFIX);
    values.put("refinement.deployment", "live");
    values.put("refinement.ingest.start", "earliest");
    // Own KPIs are of today and would make everything else late.
    values.put("refinement.self.interval", "0 s");
    StreamExecutionEnvironment env = flink.environment();
    RefinementJob.define(env, Settings.from(values));
    JobID job = flink.submit(env.getStreamGraph(), RefinementJob.NAME);
    flink.awaitRunning(job);
    return job;
  }
}
