package io.chimera.refinement.connectors.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import io.chimera.refinement.connectors.yaml.LoadProfile.Criterion;
import io.chimera.refinement.connectors.yaml.LoadProfile.Load;
import io.chimera.refinement.connectors.yaml.LoadProfile.Measure;
import io.chimera.refinement.connectors.yaml.LoadProfile.Phase;
import io.chimera.refinement.connectors.yaml.LoadProfile.Ramp;
import io.chimera.refinement.state.slo.Objective;
import io.chimera.refinement.state.slo.SloDocument;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LoadProfileTest {
  private static final Packs PACKS = Packs.read(Path.of("../packs"));
  private static final Map<String, LoadProfile> SHIPPED =
      PACKS.loadProfiles().stream()
          .collect(
              Collectors.toMap(LoadProfile::name, Function.identity(), (a, b) -> a, TreeMap::new));

  private static final String DOCUMENT =
      """
      apiVersion: refinement.io/v1
      kind: LoadProfile
      metadata: {name: shop-load}
      spec:
        system: shop
        duration: "1 h"
        load:
          agents: 4
          phases:
            - {name: up, duration: 5m, from: 0/s, to: 60/min}
            - {name: steady, duration: 1h, rate: 60/min}
          mix: [{component: cart, operation: pay, weight: 1}]
        criteria: {loss: 0, acceptedLatencyP95Millis: 100}
      """;

  private static LoadProfile one(String text) {
    ControlDocuments read = ControlDocuments.read("p.yaml", text);
    assertThat(read.faults()).isEmpty();
    return LoadProfileReader.of(read.documents().get(0));
  }

  @Test
  @DisplayName("REF-LT-04: every profile of the documents can be run, or says what to run instead")
  void everyShippedProfileIsALoadOrSaysWhatToRunInstead() {
    assertThat(SHIPPED).hasSize(36);
    for (LoadProfile profile : SHIPPED.values()) {
      assertThat(profile.isRunnable()).as(profile.name()).isEqualTo(profile.runInstead().isEmpty());
      if (profile.isRunnable()) {
        assertThat(profile.criteria()).as(profile.name()).isNotEmpty();
        assertThat(profile.load().mix()).as(profile.name()).isNotEmpty();
      }
    }
    assertThat(SHIPPED.values().stream().filter(profile -> !profile.isRunnable()))
        .extracting(LoadProfile::name)
        .containsExactly(
            "lalo-schedule",
            "ref-feedback-50",
            "ref-opt-100",
            "ref-opt-50-parallel",
            "ref-train-1m");
  }

  @Test
  @DisplayName(
      "REF-LT-01 to 03, REF-LST-01 to 03: rate, length and limit are those of the document")
  void theLoadsOfTheProductAreAsStated() {
    assertThat(figures("ref-baseline")).isEqualTo(List.of(100.0, 3_600.0, 1_000.0, 100.0));
    assertThat(figures("ref-ingest-stress")).isEqualTo(List.of(1_000.0, 14_400.0, 10_000.0, 200.0));
    assertThat(figures("ref-ingest-spike")).isEqualTo(List.of(2_000.0, 1_800.0, 50_000.0, 1_000.0));
    assertThat(figures("ref-sustained-24h")).startsWith(1_000.0, 86_400.0, 10_000.0, 200.0);
    assertThat(figures("ref-pipeline-stress")).startsWith(2_000.0, 14_400.0, 50_000.0, 1_000.0);
    assertThat(figures("ref-pipeline-spike")).startsWith(2_000.0, 3_600.0, 100_000.0, 5_000.0);
    assertThat(limit("ref-sustained-24h", Measure.RESOURCES_AVERAGE)).isEqualTo(70);
    assertThat(limit("ref-pipeline-stress", Measure.RESOURCES_PEAK)).isEqualTo(90);
    assertThat(limit("ref-pipeline-spike", Measure.RECOVERY)).isEqualTo(120);
  }

  /** Agents, seconds, reports per minute at the peak, limit of the latency in ms. */
  private static List<Double> figures(String name) {
    Load load = SHIPPED.get(name).load();
    return List.of(
        (double) load.agents(),
        load.phases().stream().mapToLong(Phase::durationMillis).sum() / 1_000.0,
        Math.rint(
            60
                * load.phases().stream()
                    .mapToDouble(phase -> phase.requestsPerSecond().to())
                    .max()
                    .orElse(0)),
        limit(name, Measure.ACCEPTED_LATENCY_P95));
  }

  private static double limit(String name, Measure measure) {
    return SHIPPED.get(name).criteria().stream()
        .filter(criterion -> criterion.measure() == measure)
        .findFirst()
        .map(Criterion::limit)
        .orElseThrow();
  }

  @Test
  @DisplayName("C-000-09: 10,000/min has a limit for the median too")
  void tenThousandAMinuteHasTheStricterLimits() {
    for (String name : List.of("ref-ingest-stress", "ref-sustained-24h")) {
      assertThat(limit(name, Measure.ACCEPTED_LATENCY_P50)).as(name).isEqualTo(100);
      assertThat(limit(name, Measure.ACCEPTED_LATENCY_P95)).as(name).isEqualTo(200);
    }
  }

  @Test
  @DisplayName("KAI-GAT-01, KAI-DR-02: the criteria are those of the document")
  void theCriteriaOfKailashAreThoseOfItsGateAndItsFailover() {
    Criterion light = objectives("kailash-light");
    assertThat(
            PACKS.objectives().stream()
                .map(Objective::name)
                .filter(new Criterion(Measure.GATE, 0, gate("kai-gate-1"))::isAbout)
                .filter(name -> !light.isAbout(name)))
        .as("what 10 users do not ask for")
        .containsExactlyInAnyOrder(
            "kai-classify-rate",
            "kai-recommend-rate",
            "kai-postgresql-rate",
            "kai-neo4j-rate",
            "kai-chromadb-rate",
            "kai-redis-rate");
    assertThat(objectives("kailash-chaos").names())
        .containsExactlyInAnyOrder(
            "kai-failover-auto", "kai-failover-manual", "kai-sync-lag", "kai-restoration");
  }

  private static Criterion objectives(String profile) {
    return SHIPPED.get(profile).criteria().stream()
        .filter(criterion -> criterion.measure() == Measure.OBJECTIVES)
        .findFirst()
        .orElseThrow();
  }

  private static List<String> gate(String name) {
    return PACKS.all(SloDocument::reference).stream()
        .filter(reference -> reference.kind().equals("Gate") && reference.name().equals(name))
        .flatMap(
            reference ->
                Arrays.stream(
                    reference.value("objectives").replaceAll("[\\[\\]]", "").split(",", -1)))
        .map(String::strip)
        .toList();
  }

  @Test
  @DisplayName("C-001-04: there is a variant by users and one by rate")
  void theTargetLoadOfKailashHasAVariantByRate() {
    Load load = SHIPPED.get("kailash-target").load();
    assertThat(load.phases("").get(0).requestsPerSecond().to()).isBetween(2.7, 2.8);
    assertThat(load.phases("rate").get(0).requestsPerSecond()).isEqualTo(new Ramp(1_000, 1_000));
  }

  @Test
  void aLoadIsReadWithItsUnits() {
    LoadProfile profile = one(DOCUMENT);
    assertThat(profile.stated()).containsEntry("duration", "1 h");
    assertThat(profile.load().reportsAs()).isEqualTo("shop");
    assertThat(profile.load().phases()).hasSize(2);
    assertThat(profile.load().phases().get(0).durationMillis()).isEqualTo(300_000);
    assertThat(profile.load().phases().get(0).requestsPerSecond()).isEqualTo(new Ramp(0, 1));
    assertThat(profile.criteria())
        .containsExactly(
            new Criterion(Measure.ACCEPTED_LATENCY_P95, 100, List.of()),
            new Criterion(Measure.LOSS, 0, List.of()));
  }

  @Test
  void aProfileOfWordsAloneIsStillAProfile() {
    LoadProfile profile =
        one(
            """
            apiVersion: refinement.io/v1
            kind: LoadProfile
            metadata: {name: p}
            spec: {system: shop, rate: "much"}
            """);
    assertThat(profile.isRunnable()).isFalse();
    assertThat(profile.stated()).containsEntry("rate", "much");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "agents: 4 | agents: 0 | spec.load.agents | must be a number in [1, 1000000] | 8",
        "agents: 4 | agents: 4, agent: 2 | spec.load | flow | 0",
        "rate: 60/min} | rate: 60/h} | spec.load.phases[1].rate | must be a rate such as 100/s or"
            + " 1000/min | 11",
        "rate: 60/min} | rate: -1/s} | spec.load.phases[1].rate | must be a rate such as 100/s or"
            + " 1000/min | 11",
        "rate: 60/min} | users: 10} | spec.load.phases[1] | must have a rate where perUserPerMinute"
            + " is not stated | 11",
        "rate: 60/min} | speed: 1/s} | spec.load.phases[1].speed | must be a known field | 11",
        "from: 0/s, to: 60/min | from: 0/s | spec.load.phases[0].from | must be given as from and"
            + " to | 10",
        "duration: 5m | duration: 5 | spec.load.phases[0].duration | must be a duration such as"
            + " 500ms, 10s, 5m, 2h or 1d | 10",
        "name: steady | name: up | spec.load.phases[1].name | must be unique among the phases | 11",
        "weight: 1 | weight: 0 | spec.load.mix[0].weight | must be a number in [0.000001,"
            + " 1000000000] | 12",
        "loss: 0 | loss: none | spec.criteria.loss | must be a number in [0, 1000000000000] | 13",
        "loss: 0 | losses: 0 | spec.criteria.losses | must be a known field | 13",
        "loss: 0 | recoverySeconds: 5 | spec.criteria | must ask for recovery only where a phase is"
            + " a spike | 13"
      })
  void aFaultIsNamedWithItsLine(String from, String to, String path, String rule, int line) {
    ControlDocuments read = ControlDocuments.read("p.yaml", DOCUMENT.replace(from, to));
    assertThat(read.documents()).isEmpty();
    if (line > 0) {
      assertThat(read.faults())
          .anySatisfy(
              fault -> {
                assertThat(fault.path()).isEqualTo(path);
                assertThat(fault.rule()).isEqualTo(rule.replace("0.000001", "1.0E-6"));
                assertThat(fault.line()).isEqualTo(line);
              });
    }
  }

  @Test
  void criteriaNameObjectivesThatExist() {
    assertThat(Packs.read(Path.of("../packs")).faults()).isEmpty();
    ControlDocument wrong =
        ControlDocuments.read(
                "p.yaml",
                DOCUMENT.replace("{loss: 0,", "{loss: 0, objectives: [cart-p96], gate: g,"))
            .documents()
            .get(0);
    List<Fault> faults = new java.util.ArrayList<>();
    LoadProfileChecks.check(List.of(wrong), java.util.Set.of("cart-p95"), faults);
    assertThat(faults)
        .extracting(Fault::path, Fault::value)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("spec.criteria.objectives", "cart-p96"),
            org.assertj.core.groups.Tuple.tuple("spec.criteria.gate", "g"));
  }
}
