package io.chimera.refinement.local.simulator;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FleetTest {
  private static final long START = 1_795_248_000_000L;
  private static final ObjectMapper JSON = new ObjectMapper();

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void theSameSeedGivesTheSameBytesWhateverTheRhythmOfTicks(long seed) {
    List<String> fast = texts(run(new Fleet(FleetPlan.demo(seed), START), 30_000, 50));
    List<String> slow = texts(run(new Fleet(FleetPlan.demo(seed), START), 30_000, 1_000));

    assertThat(fast).isEqualTo(slow);
    assertThat(texts(run(new Fleet(FleetPlan.demo(seed + 1), START), 30_000, 1_000)))
        .isNotEqualTo(slow);
  }

  @Test
  void everyAgentReportsOncePerSecond() {
    List<SimulatedReport> reports = run(new Fleet(FleetPlan.demo(1), START), 50_000, 100);
    List<SimulatedReport> first =
        reports.stream().filter(r -> !r.repeated() && r.eventMillis() < START + 40_000).toList();

    assertThat(first).hasSize(100 * 40);
    assertThat(first.stream().map(SimulatedReport::agentId).collect(Collectors.toSet()))
        .hasSize(100);
    assertThat(first.stream().map(SimulatedReport::reportId).collect(Collectors.toSet()))
        .hasSize(100 * 40);
  }

  @Test
  void repeatsAreTheSameBytesAndDisorderIsBounded() {
    List<SimulatedReport> reports = run(new Fleet(FleetPlan.demo(1), START), 60_000, 100);
    List<SimulatedReport> repeats = reports.stream().filter(SimulatedReport::repeated).toList();
    Set<String> bodies =
        reports.stream()
            .filter(r -> !r.repeated())
            .map(r -> new String(r.json(), UTF_8))
            .collect(Collectors.toSet());

    assertThat(repeats.size() / (double) reports.size()).isCloseTo(0.02, within(0.006));
    assertThat(repeats)
        .allSatisfy(repeat -> assertThat(bodies).contains(new String(repeat.json(), UTF_8)));
    assertThat(reports)
        .allSatisfy(r -> assertThat(r.sendAtMillis() - r.eventMillis()).isBetween(0L, 4_000L));
    assertThat(reports)
        .anySatisfy(r -> assertThat(r.sendAtMillis() - r.eventMillis()).isGreaterThan(3_000L));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 42})
  void everyKindIsInjectedAfterAMinuteOfPeaceAndBeforeTheHundredthSecond(long seed) {
    List<Incident> incidents =
        new Fleet(FleetPlan.demo(seed), START).incidentsUntil(START + 100_000);

    assertThat(incidents)
        .extracting(Incident::kind)
        .containsExactlyInAnyOrder(Incident.Kind.values());
    assertThat(incidents)
        .allSatisfy(i -> assertThat(i.injectedAt()).isBetween(START + 60_000, START + 95_000));
    List<String> components = incidents.stream().flatMap(i -> i.components().stream()).toList();
    assertThat(new HashSet<>(components)).hasSameSizeAs(components);
  }

  @Test
  void incidentsShowInTheMetricsOfTheirComponentsOnly() {
    Fleet fleet = new Fleet(FleetPlan.demo(7), START);
    List<JsonNode> reports = run(fleet, 120_000, 500).stream().map(FleetTest::parse).toList();
    for (Incident incident : fleet.incidentsUntil(START + 120_000)) {
      String component = incident.components().get(0);
      Predicate<JsonNode> there = r -> r.path("component").asText().equals(component);
      switch (incident.kind()) {
        case SPIKE -> assertThat(ratio(reports, there, "latency_ms", incident)).isGreaterThan(5);
        case LEVEL_SHIFT ->
            assertThat(ratio(reports, there, "latency_ms", incident)).isBetween(1.4, 2.6);
        case SLOW_LEAK ->
            assertThat(ratio(reports, there, "memory_mb", incident)).isGreaterThan(1.3);
        case CORRELATED_FAILURE ->
            assertThat(ratio(reports, there, "error_rate_percent", incident)).isGreaterThan(10);
        case SILENCE ->
            assertThat(reports)
                .noneMatch(
                    r ->
                        r.path("agentId").asText().equals(incident.agentId())
                            && incident.isActive(r.path("timestamp").asLong()));
      }
      if (incident.kind() != Incident.Kind.SLOW_LEAK) {
        assertThat(ratio(reports, there, "memory_mb", incident)).isBetween(0.9, 1.1);
      }
    }
  }

  @Test
  void anActionShowsInTheLatencyOfItsComponentAndEnds() {
    Fleet quiet = new Fleet(FleetPlan.demo(3), START);
    Fleet helped = new Fleet(FleetPlan.demo(3), START);
    helped.apply("svc-00", "scale_out", START + 10_000);

    assertThat(meanLatency(helped, 10_000, 29_000) / meanLatency(quiet, 10_000, 29_000))
        .isBetween(0.55, 0.75);
    assertThat(meanLatency(helped, 31_000, 50_000) / meanLatency(quiet, 31_000, 50_000))
        .isEqualTo(1);
  }

  @Test
  void settingsShowInTheLatencyOfTheirComponentUntilTheyAreChangedAgain() {
    Fleet quiet = new Fleet(FleetPlan.demo(3), START);
    Fleet tuned = new Fleet(FleetPlan.demo(3), START);
    tuned.configure("svc-00", Map.of("pool_size", 24.0, "cache_ttl_s", 40.0), START + 10_000);
    tuned.configure("svc-00", Map.of("pool_size", 8.0, "cache_ttl_s", 100.0), START + 40_000);
    tuned.configure("svc-00", Map.of("unheard_of", 1.0), START + 41_000);

    assertThat(meanLatency(tuned, 0, 10_000) / meanLatency(quiet, 0, 10_000)).isEqualTo(1);
    assertThat(meanLatency(tuned, 10_000, 39_000) / meanLatency(quiet, 10_000, 39_000))
        .isBetween(0.75, 0.9);
    assertThat(meanLatency(tuned, 40_000, 50_000) / meanLatency(quiet, 40_000, 50_000))
        .isEqualTo(1);
  }

  private static double meanLatency(Fleet fleet, long fromMillis, long toMillis) {
    return run(fleet, toMillis + 5_000, 1_000).stream()
        .filter(r -> r.eventMillis() >= START + fromMillis && r.eventMillis() < START + toMillis)
        .map(FleetTest::parse)
        .filter(r -> r.path("component").asText().equals("svc-00"))
        .mapToDouble(r -> r.path("metrics").path("latency_ms").asDouble())
        .average()
        .orElse(Double.NaN);
  }

  /** Mean while the incident lasts over the mean of the minute before. */
  private static double ratio(
      List<JsonNode> reports, Predicate<JsonNode> where, String metric, Incident incident) {
    double[] sums = new double[2];
    int[] counts = new int[2];
    for (JsonNode report : reports) {
      if (where.test(report)) {
        int during = incident.isActive(report.path("timestamp").asLong()) ? 1 : 0;
        sums[during] += report.path("metrics").path(metric).asDouble();
        counts[during]++;
      }
    }
    return (sums[1] / counts[1]) / (sums[0] / counts[0]);
  }

  private static List<SimulatedReport> run(Fleet fleet, long millis, long step) {
    List<SimulatedReport> reports = new ArrayList<>();
    for (long at = 0; at <= millis; at += step) {
      reports.addAll(fleet.tick(START + at));
    }
    return reports;
  }

  private static List<String> texts(List<SimulatedReport> reports) {
    return reports.stream().map(r -> Arrays.hashCode(r.json()) + " " + r.sendAtMillis()).toList();
  }

  private static JsonNode parse(SimulatedReport report) {
    try {
      return JSON.readTree(report.json());
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
