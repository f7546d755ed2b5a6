package io.chimera.refinement.local.run;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.chimera.refinement.local.observe.FoundFinding;
import io.chimera.refinement.local.observe.Latency;
import io.chimera.refinement.local.observe.Ledger;
import io.chimera.refinement.local.observe.Snapshot;
import io.chimera.refinement.local.simulator.Incident;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class RunSummaryTest {
  private static final Snapshot SEEN =
      new Snapshot(
          new Ledger(1_000, 970, 20, 3, 1, 6, 0, true),
          95,
          new Latency(970, 4, 12.34567, 30, 44),
          new Latency(10, 1, 2, 3, 4),
          600,
          Map.of("anomaly", 4L),
          Map.of("firing", 1L),
          30,
          27,
          7,
          5_000,
          0.6,
          25,
          List.of());

  private static final FoundFinding STRAY =
      new FoundFinding(
          "f",
          "anomaly",
          "demo",
          "svc-05",
          null,
          "latency_ms",
          70_000,
          "open",
          "warning",
          "",
          List.of());

  @Test
  void theSummaryHasTheFieldsOfTheContract() throws Exception {
    Incident spike =
        new Incident(
            Incident.Kind.SPIKE, List.of("svc-01"), null, List.of("latency_ms"), 60_000, 72_000);
    Incident silence =
        new Incident(Incident.Kind.SILENCE, List.of("svc-02"), "a", List.of(), 61_000, 90_000);
    Scorecard scorecard =
        new Scorecard(
            List.of(
                new Scorecard.Row(spike, OptionalLong.of(9_000)),
                new Scorecard.Row(silence, OptionalLong.empty())),
            List.of(STRAY));
    JsonNode json =
        new ObjectMapper()
            .readTree(
                new RunSummary(10, SEEN, scorecard, 5_000, new RunSummary.Gain(0.7, 0.72, 0.65))
                    .json());

    assertThat(json.path("durationSeconds").asDouble()).isEqualTo(10);
    assertThat(json.path("reportsPerSecond").asDouble()).isEqualTo(100);
    assertThat(json.path("ledger").toString())
        .isEqualTo(
            "{\"read\":1000,\"accepted\":970,\"duplicate\":20,\"late\":3,\"future\":1,\"rejected\":6,\"quarantined\":0,\"balanced\":true}");
    assertThat(json.path("acceptedLatencyMillis").toString())
        .isEqualTo("{\"p50\":4.0,\"p95\":12.3457,\"p99\":30.0,\"p999\":44.0}");
    assertThat(json.path("windows").asLong()).isEqualTo(600);
    assertThat(json.path("findings").path("anomaly").asLong()).isEqualTo(4);
    assertThat(json.path("alerts").path("firing").asLong()).isEqualTo(1);
    assertThat(json.path("recommendations").asLong()).isEqualTo(30);
    assertThat(json.path("outcomes").asLong()).isEqualTo(27);
    assertThat(json.path("points").toString()).isEqualTo("{\"written\":5000,\"readBack\":5000}");
    assertThat(json.path("incidents").get(0).toString())
        .isEqualTo(
            "{\"kind\":\"spike\",\"series\":\"demo/svc-01/*/latency_ms\",\"injectedAt\":60000,\"foundAfterMillis\":9000}");
    assertThat(json.path("incidents").get(1).path("foundAfterMillis").isNull()).isTrue();
    assertThat(json.path("gain").toString()).isEqualTo("{\"meanReward\":0.7,\"staticBest\":0.65}");
    assertThat(json.path("falseAlarms").asLong()).isEqualTo(1);
    assertThat(json.path("strays").toString())
        .isEqualTo(
            "[{\"findingId\":\"f\",\"kind\":\"anomaly\",\"series\":\"demo/svc-05/*/latency_ms\",\"detectedAt\":70000}]");
    assertThat(scorecard.table().get(3)).startsWith("none ").contains("demo/svc-05/*/latency_ms");
  }

  @Test
  void withoutASimulatorThereIsNoGain() throws Exception {
    RunSummary summary = new RunSummary(10, SEEN, new Scorecard(List.of(), List.of()), 5_000, null);

    assertThat(new ObjectMapper().readTree(summary.json()).path("gain").isNull()).isTrue();
    assertThat(LiveLine.closing(summary)).noneMatch(line -> line.contains("false alarms"));
  }
}
