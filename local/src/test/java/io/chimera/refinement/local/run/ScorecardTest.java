package io.chimera.refinement.local.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.chimera.refinement.local.observe.FoundFinding;
import io.chimera.refinement.local.simulator.Incident;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ScorecardTest {
  private static final Incident SPIKE =
      new Incident(
          Incident.Kind.SPIKE, List.of("svc-01"), null, List.of("latency_ms"), 60_000, 72_000);
  private static final Incident SILENCE =
      new Incident(Incident.Kind.SILENCE, List.of("svc-09"), "agent-1", List.of(), 80_000, 240_000);

  @Test
  void theFirstVerdictOnTheSameComponentAndMetricCounts() {
    Scorecard scorecard =
        score(
            List.of(SPIKE),
            List.of(
                finding("demo", "svc-01", null, "latency_ms", 80_000),
                finding("demo", "svc-01", "agent-3", "latency_ms", 70_000),
                finding("demo", "svc-01", null, "memory_mb", 61_000)));

    assertThat(scorecard.rows())
        .singleElement()
        .satisfies(row -> assertThat(row.foundAfterMillis()).hasValue(10_000));
    assertThat(scorecard.falseAlarms()).isZero();
  }

  @Test
  void aVerdictTwoMinutesAfterTheEndStillCountsAndALaterOneIsAFalseAlarm() {
    assertThat(
            score(List.of(SPIKE), List.of(finding("demo", "svc-01", null, "latency_ms", 192_000)))
                .rows()
                .get(0)
                .foundAfterMillis())
        .hasValue(132_000);
    Scorecard late =
        score(List.of(SPIKE), List.of(finding("demo", "svc-01", null, "latency_ms", 192_001)));
    assertThat(late.rows().get(0).foundAfterMillis()).isEmpty();
    assertThat(late.falseAlarms()).isEqualTo(1);
  }

  @Test
  void whatWasFoundBeforeTheInjectionIsAFalseAlarm() {
    Scorecard scorecard =
        score(List.of(SPIKE), List.of(finding("demo", "svc-01", null, "latency_ms", 59_999)));

    assertThat(scorecard.rows().get(0).foundAfterMillis()).isEmpty();
    assertThat(scorecard.falseAlarms()).isEqualTo(1);
  }

  @Test
  void aSilentAgentIsFoundByAFindingAboutThatAgentOnly() {
    List<Incident> incidents = List.of(SILENCE);

    assertThat(
            score(incidents, List.of(finding("demo", "svc-09", "agent-1", null, 100_000)))
                .rows()
                .get(0)
                .foundAfterMillis())
        .hasValue(20_000);
    assertThat(
            score(incidents, List.of(finding("demo", "svc-09", null, "latency_ms", 100_000)))
                .rows()
                .get(0)
                .foundAfterMillis())
        .isEmpty();
    assertThat(
            score(incidents, List.of(finding("demo", "svc-09", "agent-2", null, 100_000)))
                .falseAlarms())
        .isEqualTo(1);
  }

  @Test
  void otherSystemsAreNotJudged() {
    assertThat(
            score(List.of(SPIKE), List.of(finding("host", "cpu", null, "cpu_percent", 65_000)))
                .falseAlarms())
        .isZero();
  }

  @Test
  void theTableSaysWhatWasMissed() {
    assertThat(score(List.of(SPIKE), List.of()).table())
        .anySatisfy(
            line -> assertThat(line).contains("spike", "demo/svc-01/*/latency_ms", "missed"));
  }

  @Test
  void whatIsFoundWhileTheFleetFadesAwayIsNotJudged() {
    List<FoundFinding> findings = List.of(finding("demo", "svc-01", null, "latency_ms", 70_001));

    assertThat(Scorecard.of(List.of(SPIKE), findings, 60_001).rows().get(0).foundAfterMillis())
        .hasValue(10_001);
    assertThat(Scorecard.of(List.of(SPIKE), findings, 60_000).rows().get(0).foundAfterMillis())
        .isEmpty();
    assertThat(Scorecard.of(List.of(), findings, 60_000).falseAlarms()).isZero();
  }

  private static Scorecard score(List<Incident> incidents, List<FoundFinding> findings) {
    return Scorecard.of(incidents, findings, Long.MAX_VALUE / 2);
  }

  @Test
  void aSequenceBelongsWhereOneOfItsPartsDoes() {
    FoundFinding part = finding("demo", "svc-01", null, "latency_ms", 70_000);
    FoundFinding stray = finding("demo", "svc-07", null, "latency_ms", 70_000);

    assertThat(score(List.of(SPIKE), List.of(part, cascadeOf(part, stray))).falseAlarms()).isZero();
    assertThat(score(List.of(SPIKE), List.of(part, stray, cascadeOf(stray))).falseAlarms())
        .isEqualTo(2);
  }

  @Test
  void theEndOfAFalseAlarmIsNotAnother() {
    FoundFinding opened = finding("demo", "svc-07", null, "latency_ms", 70_000);

    assertThat(score(List.of(), List.of(opened, opened)).strays()).containsExactly(opened);
  }

  private static FoundFinding cascadeOf(FoundFinding... parts) {
    return finding(
        "sequence",
        "demo",
        "*",
        null,
        "latency_ms",
        70_000,
        Stream.of(parts).map(FoundFinding::findingId).toList());
  }

  private static FoundFinding finding(
      String system, String component, String agent, String metric, long detectedAt) {
    return finding("anomaly", system, component, agent, metric, detectedAt, List.of());
  }

  private static FoundFinding finding(
      String kind,
      String system,
      String component,
      String agent,
      String metric,
      long detectedAt,
      List<String> related) {
    return new FoundFinding(
        "id-" + component + detectedAt + agent,
        kind,
        system,
        component,
        agent,
        metric,
        detectedAt,
        "open",
        "warning",
        "",
        related);
  }
}
