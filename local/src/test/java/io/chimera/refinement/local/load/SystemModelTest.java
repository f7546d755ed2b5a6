package io.chimera.refinement.local.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.chimera.refinement.connectors.yaml.ControlDocuments;
import io.chimera.refinement.connectors.yaml.LoadProfile;
import io.chimera.refinement.connectors.yaml.Packs;
import io.chimera.refinement.state.event.ControlUpdate;
import io.chimera.refinement.state.slo.Objective;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the agents of the monitored systems report. */
class SystemModelTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Packs PACKS = Packs.read(Path.of("../packs"));
  private static final Map<String, LoadProfile> PROFILES =
      PACKS.loadProfiles().stream()
          .collect(Collectors.toMap(LoadProfile::name, Function.identity()));

  static Stream<String> runnable() {
    return PROFILES.values().stream()
        .filter(LoadProfile::isRunnable)
        .map(LoadProfile::name)
        .sorted();
  }

  private static LoadPlan plan(String name, String variant) {
    return new LoadPlan(PROFILES.get(name), variant, 1, 1, 7);
  }

  private static JsonNode json(ReportSource.Made made) throws Exception {
    return JSON.readTree(made.value());
  }

  @ParameterizedTest
  @MethodSource("runnable")
  void everyProfileReportsWithinTheContract(String name) throws Exception {
    LoadPlan plan = plan(name, "");
    ReportSource source =
        new ReportSource(plan, plan.schedule(), SystemModel.of(PACKS, plan), "run");
    for (long n = 0; n < 50; n++) {
      for (JsonNode report :
          n % 10 == 0
              ? Stream.concat(
                      source.gauges(60_000, 1_789_948_800_000L).stream(),
                      source.report(n, 60_000, 1_789_948_800_000L).stream())
                  .map(SystemModelTest::read)
                  .toList()
              : source.report(n, 60_000, 1_789_948_800_000L).stream()
                  .map(SystemModelTest::read)
                  .toList()) {
        assertThat(report.path("metrics").size()).isBetween(1, 256);
        assertThat(report.path("labels").size()).isLessThanOrEqualTo(16);
        assertThat(report.path("system").asText()).isEqualTo(plan.load().reportsAs());
        assertThat(report.path("timestamp").asLong()).isLessThanOrEqualTo(1_789_948_800_000L);
      }
    }
  }

  private static JsonNode read(ReportSource.Made made) {
    try {
      return json(made);
    } catch (Exception e) {
      throw new IllegalStateException(new String(made.value(), StandardCharsets.UTF_8), e);
    }
  }

  @Test
  void theSameSeedMakesTheSameReports() {
    LoadPlan plan = plan("kailash-target", "rate");
    SystemModel model = SystemModel.of(PACKS, plan);
    ReportSource one = new ReportSource(plan, plan.schedule(), model, "run");
    ReportSource other = new ReportSource(plan, plan.schedule(), model, "run");
    for (long n = 0; n < 100; n++) {
      assertThat(one.report(n, n, n).orElseThrow().value())
          .isEqualTo(other.report(n, n, n).orElseThrow().value());
    }
  }

  @Test
  @DisplayName("KAI-SCL-02: 60 / 25 / 10 / 5, in the system's own words")
  void theMixIsThatOfTheDocumentUnderTheSystemsOwnNames() throws Exception {
    LoadPlan plan = plan("kailash-target", "rate");
    ReportSource source =
        new ReportSource(plan, plan.schedule(), SystemModel.of(PACKS, plan), "run");
    int classified = 0;
    for (long n = 0; n < 4_000; n++) {
      JsonNode report = json(source.report(n, n, n).orElseThrow());
      if (report.path("labels").path("endpoint").asText().equals("classify")) {
        classified++;
        assertThat(report.path("component").asText()).isEqualTo("api");
        // Below the strictest of its objectives: 200 ms on average.
        assertThat(report.path("metrics").path("api_response_time_ms").asDouble())
            .isBetween(1.0, 199.0);
      }
    }
    assertThat(classified / 4_000.0).isCloseTo(0.6, within(0.03));
  }

  @Test
  @DisplayName("C-001-04: rates and users are those of the schedule, never made up")
  void ratesAndUsersAreThoseOfTheSchedule() throws Exception {
    Map<String, Double> byRate = gauges("kailash-target", "rate");
    assertThat(byRate).containsEntry("api request_throughput_per_s", 1_000.0);
    assertThat(byRate).containsEntry("system request_throughput_per_s classify", 600.0);
    assertThat(byRate).containsEntry("system offered_request_throughput_per_s recommend", 250.0);
    assertThat(byRate).containsEntry("system active_users_count", 100.0);
    assertThat(gauges("kailash-target", "").get("api request_throughput_per_s"))
        .isCloseTo(2.78, within(0.01));
  }

  @Test
  @DisplayName(
      "C-002-11: the peak asks every component for its floor, and for no more than 1 ‰ above")
  void thePeakOffersEachFloorOfThePeak() throws Exception {
    Map<String, Double> peak = gauges("lalo-peak", "", 300_000);
    int floors = 0;
    for (Objective objective : PACKS.objectives()) {
      if (objective.name().matches("lal-[a-z0-9-]+-peak") && objective.isDemandFloor()) {
        assertThat(peak.get(objective.component() + " request_throughput_per_s"))
            .as(objective.name())
            .isBetween(objective.value(), objective.value() * 1.001);
        floors++;
      }
    }
    assertThat(floors).isEqualTo(6);
  }

  private static Map<String, Double> gauges(String name, String variant) throws Exception {
    return gauges(name, variant, 1_000);
  }

  private static Map<String, Double> gauges(String name, String variant, double millis)
      throws Exception {
    LoadPlan plan = plan(name, variant);
    ReportSource source =
        new ReportSource(plan, plan.schedule(), SystemModel.of(PACKS, plan), "run");
    Map<String, Double> values = new java.util.TreeMap<>();
    for (ReportSource.Made made : source.gauges(millis, 1_000)) {
      JsonNode report = json(made);
      report
          .path("metrics")
          .properties()
          .forEach(
              metric ->
                  values.put(
                      (report.path("component").asText()
                              + ' '
                              + metric.getKey()
                              + ' '
                              + report.path("labels").path("operation").asText())
                          .strip(),
                      metric.getValue().asDouble()));
    }
    return values;
  }

  @Test
  @DisplayName("KAI-LOD-04: a disturbance silences its component for its time, and no other")
  void aDisturbanceKeepsToItsPlaceAndTime() {
    LoadPlan plan = plan("kailash-chaos", "");
    ReportSource source =
        new ReportSource(plan, plan.schedule(), SystemModel.of(PACKS, plan), "run");
    assertThat(silent(source, 5)).isZero();
    assertThat(silent(source, 11)).isBetween(0.2, 0.35);
    assertThat(silent(source, 21)).isBetween(0.4, 0.6);
    assertThat(silent(source, 45.5)).isBetween(0.05, 0.15);
    assertThat(silent(source, 50)).isZero();
  }

  private static double silent(ReportSource source, double minute) {
    int silent = 0;
    for (long n = 0; n < 2_000; n++) {
      Optional<ReportSource.Made> report = source.report(n, minute * 60_000, 1);
      silent += report.isEmpty() ? 1 : 0;
    }
    return silent / 2_000.0;
  }

  @Test
  void theConditionsOfAPhaseAreADocumentThatTheProductReads() {
    LoadPlan plan = plan("lalo-peak", "");
    assertThat(ConditionsInForce.of(plan, 0)).isEqualTo(Map.of("load", "lalo-peak"));
    assertThat(ConditionsInForce.of(plan, 1)).containsEntry("phase", "peak");
    assertThat(ConditionsInForce.of(plan("kailash-peak", ""), 0)).containsEntry("load", "2x");
    ControlUpdate update =
        ControlDocuments.read("c", ConditionsInForce.json(plan, ConditionsInForce.of(plan, 1)))
            .documents()
            .get(0)
            .update();
    assertThat(update.name()).isEqualTo("load-lalo-peak");
    assertThat(update.slo().conditions().labels()).containsEntry("phase", "peak");
  }
}
