package io.chimera.refinement.local.load;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.chimera.refinement.connectors.yaml.Packs;
import io.chimera.refinement.local.cli.CommandRun;
import io.chimera.refinement.local.control.ControlTopic;
import io.chimera.refinement.local.world.Brokers;
import io.chimera.refinement.local.world.EmbeddedBroker;
import io.chimera.refinement.local.world.LocalTopics;
import io.chimera.refinement.local.world.TopicNames;
import io.chimera.refinement.local.world.TopicReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** REF-LT-04: {@code load} against a real broker, with somebody who stands in for the product. */
class LoadCommandTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final TopicNames TOPICS = new TopicNames("refinement.");
  private static final String PACK =
      """
      apiVersion: openslo/v1
      kind: SLI
      metadata: {name: cart-latency}
      spec:
        thresholdMetric:
          metricSource:
            type: refinement
            spec: {system: shop, component: cart, metric: response_time_ms, labels: {operation: pay}, unit: ms}
      ---
      apiVersion: openslo/v1
      kind: SLO
      metadata:
        name: cart-pay-p95
        annotations: {refinement.io/statistic: p95, refinement.io/window: 5m}
      spec:
        service: shop-cart
        indicatorRef: cart-latency
        timeWindow: [{duration: 30d, isRolling: true}]
        budgetingMethod: Occurrences
        objectives: [{op: lt, value: 200, target: 0.95}]
      ---
      apiVersion: openslo/v1
      kind: SLI
      metadata: {name: cart-cpu}
      spec:
        thresholdMetric:
          metricSource:
            type: refinement
            spec: {system: shop, component: cart, metric: cpu_percent, unit: "%"}
      ---
      apiVersion: openslo/v1
      kind: SLO
      metadata:
        name: cart-cpu-max
        annotations: {refinement.io/statistic: max, refinement.io/window: 5m}
      spec:
        service: shop-cart
        indicatorRef: cart-cpu
        timeWindow: [{duration: 30d, isRolling: true}]
        budgetingMethod: Timeslices
        objectives: [{op: lt, value: 80, target: 0.99, timeSliceWindow: 1m}]
      ---
      apiVersion: refinement.io/v1
      kind: LoadProfile
      metadata: {name: shop-peak}
      spec:
        system: shop
        acceptance: no loss
        load:
          agents: 3
          duplicatesPercent: 20
          disorderPercent: 20
          disorder: 3s
          phases:
            - {name: up, duration: 1m, from: 0/s, to: 20/s}
            - {name: peak, duration: 2m, rate: 20/s, conditions: {phase: peak}}
          mix: [{component: cart, operation: pay, weight: 1}]
        criteria: {loss: 0, acceptedLatencyP95Millis: 60000, objectives: ["cart-*"]}
        notJudged: [{what: taste, why: nobody can tell}]
      ---
      apiVersion: refinement.io/v1
      kind: LoadProfile
      metadata: {name: shop-words}
      spec: {system: shop, rate: much}
      """;

  @TempDir private Path folder;

  private Path pack() throws Exception {
    return Files.writeString(folder.resolve("shop.yaml"), PACK);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'' | exactly one of --list and --profile must be given",
        "--list --profile shop-peak | exactly one of --list and --profile must be given",
        "--report --profile nobody | --profile must be one of those that --list shows, was nobody",
        "--profile nobody | --profile must be one of those that --list shows, was nobody",
        "--profile shop-words | --profile must have a load, shop-words has only words",
        "--profile shop-peak --variant rate | --variant must be left out for shop-peak, was rate",
        "--profile shop-peak --scale 0 | --scale must be in (0, 1000], was 0.0",
        "--profile shop-peak --compress 0.5 | --compress must be in [1, 100000], was 0.5",
        "--profile shop-peak --report /no/such/folder/r.json | --report must be a file in a folder"
      })
  void wrongUsageStartsNothing(String arguments, String message) throws Exception {
    List<String> all = new ArrayList<>(List.of("load", "--packs", pack().toString()));
    if (!arguments.isEmpty()) {
      all.addAll(List.of(arguments.split(" ")));
    }
    CommandRun run = CommandRun.of(all.toArray(String[]::new));
    assertThat(run.status()).as(run.err()).isEqualTo(2);
    assertThat(run.err()).contains(message);
    assertThat(run.out()).isEmpty();
  }

  @Test
  void aProfileWithoutARateSaysWhatToRunInstead() {
    CommandRun run = CommandRun.of("load", "--packs", "../packs", "--profile", "ref-opt-100");
    assertThat(run.status()).isEqualTo(2);
    assertThat(run.err())
        .contains("ref-opt-100 has none; run instead: scripts/refinement bench --suite optimiser");
  }

  @Test
  @DisplayName("REF-LT-01 to 03, REF-LST-01 to 03: all profiles are listed")
  void theProfilesAreListed() throws Exception {
    CommandRun text = CommandRun.of("load", "--packs", "../packs", "--list");
    assertThat(text.status()).isZero();
    assertThat(text.out().lines()).hasSize(37);
    assertThat(text.out())
        .containsPattern("ref-baseline +refinement +1 h +16\\.67 +100 +P95 <100 ms")
        .containsPattern("kailash-target +kailash +4 h .*rate");
    CommandRun json = CommandRun.of("load", "--packs", "../packs", "--list", "--format", "json");
    assertThat(JSON.readTree(json.out())).hasSize(36);
  }

  @Test
  void aLoadIsOfferedFollowedAndJudged() throws Exception {
    Path report = folder.resolve("report.json");
    try (EmbeddedBroker broker = EmbeddedBroker.start(folder.resolve("kafka"), 0)) {
      String servers = broker.bootstrapServers();
      LocalTopics.create(servers, TOPICS.prefix());
      CommandRun run;
      try (StandIn product =
          new StandIn(servers, TOPICS, List.of("cart-pay-p95", "cart-cpu-max"))) {
        run =
            CommandRun.of(
                "load",
                "--packs",
                pack().toString(),
                "--profile",
                "shop-peak",
                "--compress",
                "60",
                "--settle",
                "15s",
                "--bootstrap-servers",
                servers,
                "--report",
                report.toString());
      }
      JsonNode result = JSON.readTree(Files.readAllBytes(report));
      assertThat(run.status()).as(run.err()).isEqualTo(result.path("passed").asBoolean() ? 0 : 1);
      verdicts(result);
      sent(servers, result);
      conditions(servers);
      assertThat(run.out()).contains("acceptedLatencyP95Millis", "not judged", "nobody can tell");
      stopsWhenAsked(servers);
      judgesOnlyWhenAsked(servers);
    }
  }

  private static void verdicts(JsonNode result) {
    boolean offered = result.path("criteria").get(0).path("verdict").asText().equals("met");
    // Without a processor to itself nobody offers a load in time, and then nothing is met.
    String expected = offered ? "met" : "unknown";
    assertThat(result.path("criteria").findValuesAsText("criterion"))
        .containsExactly("offered", "acceptedLatencyP95Millis", "loss", "objectives");
    for (int i = 1; i < 4; i++) {
      assertThat(result.path("criteria").get(i).path("verdict").asText())
          .as("%s", result.path("criteria"))
          .isEqualTo(expected);
    }
    assertThat(result.path("objectives").get(0).path("state").asText()).isEqualTo("met");
  }

  private static void sent(String servers, JsonNode result) {
    JsonNode reports = result.path("reports");
    // A ramp to 20/s within a second, and 20/s for two.
    assertThat(reports.path("scheduled").asInt()).isEqualTo(50);
    assertThat(reports.path("repeats").asInt()).isBetween(1, 25);
    assertThat(reports.path("acknowledged").asInt())
        .isEqualTo(50 + reports.path("repeats").asInt() + reports.path("gauges").asInt());
    assertThat(reports.path("gauges").asInt()).isPositive();
    assertThat(result.path("ledger").path("complete").asBoolean()).isTrue();
    assertThat(result.path("eventTime").path("speed").asDouble()).isEqualTo(60);
    Set<String> ids = new HashSet<>();
    List<Long> ahead = new ArrayList<>();
    List<Long> times = new ArrayList<>();
    Map<Integer, Long> newest = new HashMap<>();
    try (TopicReader reader =
        TopicReader.fromBeginning(servers, List.of(TOPICS.kpiReports()), true)) {
      reader.drain(
          record -> {
            JsonNode each = read(record.value());
            if (each.path("system").asText().equals("shop")) {
              long at = each.path("timestamp").asLong();
              long newestHere = newest.merge(record.partition(), at, Math::max);
              assertThat(newestHere - at).as("disorder").isLessThanOrEqualTo(3_000);
              ahead.add(at - record.timestamp());
              times.add(at);
            }
            if (each.path("metrics").has("response_time_ms")) {
              ids.add(each.path("reportId").asText());
              assertThat(each.path("metrics").path("response_time_ms").asDouble())
                  .isBetween(80.0, 160.0);
            }
          });
    }
    assertThat(ids).hasSize(50);
    assertThat(ahead).as("never in the future").allMatch(millis -> millis <= 0);
    long span =
        times.stream().max(Long::compare).orElseThrow()
            - times.stream().min(Long::compare).orElseThrow();
    assertThat(span).as("three minutes, disorder aside").isBetween(140_000L, 185_000L);
  }

  private static void conditions(String servers) {
    List<String> said = new ArrayList<>();
    try (TopicReader reader =
        TopicReader.fromBeginning(servers, List.of("refinement.control"), true)) {
      reader.drain(
          record ->
              said.add(
                  record.value() == null
                      ? "-"
                      : new String(record.value(), java.nio.charset.StandardCharsets.UTF_8)));
    }
    assertThat(said).hasSize(3);
    assertThat(said.get(0)).contains("\"load\":\"shop-peak\"").doesNotContain("phase");
    assertThat(said.get(1)).contains("\"phase\":\"peak\"");
    assertThat(said.get(2)).isEqualTo("-");
  }

  private void stopsWhenAsked(String servers) throws Exception {
    Packs packs = Packs.read(pack());
    LoadRun.Target target =
        new LoadRun.Target(
            Brokers.open(servers),
            TOPICS,
            new ControlTopic(Brokers.open(servers), "refinement.control"),
            LoadRun.EventTime.auto,
            Duration.ofSeconds(1));
    LoadReport report =
        new LoadRun(
                new LoadPlan(packs.loadProfiles().get(0), "", 1, 2, 1),
                packs,
                target,
                limit -> true,
                line -> {},
                System::currentTimeMillis)
            .run();
    assertThat(report.isStopped()).isTrue();
    assertThat(report.isMissed()).isFalse();
    JsonNode json = JSON.readTree(report.json());
    assertThat(json.path("stoppedEarly").asBoolean()).isTrue();
    assertThat(json.path("eventTime").path("speed").asDouble())
        .as("the system has seen the present")
        .isEqualTo(1);
  }

  /** Without the product nothing can be said of it: that is no fault of a generator. */
  private void judgesOnlyWhenAsked(String servers) throws Exception {
    List<String> plain =
        List.of(
            "load",
            "--packs",
            pack().toString(),
            "--profile",
            "shop-peak",
            "--compress",
            "180",
            "--event-time",
            "now",
            "--settle",
            "1s",
            "--format",
            "json",
            "--bootstrap-servers",
            servers);
    CommandRun generator = CommandRun.of(plain.toArray(String[]::new));
    JsonNode result = JSON.readTree(generator.out());
    assertThat(result.path("passed").asBoolean()).isFalse();
    String offered = result.path("criteria").get(0).path("verdict").asText();
    assertThat(generator.status()).as(generator.err()).isEqualTo(offered.equals("met") ? 0 : 1);
    List<String> judging = new ArrayList<>(plain);
    judging.add("--report");
    assertThat(CommandRun.of(judging.toArray(String[]::new)).status()).isEqualTo(1);
  }

  private static JsonNode read(byte[] value) {
    try {
      return JSON.readTree(value);
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
