package io.chimera.refinement.state.slo;

import static org.assertj.core.api.Assertions.assertThat;

import io.chimera.refinement.state.event.Alert;
import io.chimera.refinement.state.event.Severity;
import io.chimera.refinement.state.slo.AlertCondition.Comparison;
import io.chimera.refinement.state.wire.Snapshots;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("REF-ALR-07: an alert fires after its hold, once, with a deadline, and is resolved")
class AlertWatchTest {
  private static final String SUBJECT = "mplp/context";
  private static final AlertRule RULE = rule(20_000, 60_000);
  private static final Indicator LATENCY =
      Indicator.of("mplp", "context", "latency_ms", Map.of(), "ms");

  private AlertWatch watch = new AlertWatch();

  private static AlertRule rule(long holdMillis, long respondWithinMillis) {
    return AlertRule.of(
        "slow-context",
        AlertCondition.of(LATENCY, ObjectiveStatistic.P95, Comparison.GT, 500),
        holdMillis,
        Severity.WARNING,
        "scale_up",
        respondWithinMillis);
  }

  /** A pane in which the value is just reached, by some of the values. */
  private static AlertReading reading(double value) {
    return reading(value, false);
  }

  private static AlertReading reading(double value, boolean throughout) {
    return new AlertReading(
        value > 500, throughout, value, 500, "ms", "p95 of latency_ms", "above");
  }

  private Optional<Alert> observe(long endMillis, double value) {
    watch = Snapshots.restored(AlertWatch.CODEC, watch);
    return watch.observe(RULE, SUBJECT, endMillis - 10_000, endMillis, reading(value), 0, false);
  }

  private Alert fired() {
    assertThat(observe(10_000, 600)).isEmpty();
    assertThat(observe(20_000, 600)).isEmpty();
    return observe(30_000, 512.34).orElseThrow();
  }

  @Test
  void aBreachFiresWhenItHasLastedForItsHold() {
    Alert alert = fired();
    assertThat(alert.alertId()).isEqualTo(Alert.id("slow-context", SUBJECT, 30_000));
    assertThat(alert.state()).isEqualTo(Alert.State.FIRING);
    assertThat(alert.severity()).isEqualTo(Severity.WARNING);
    assertThat(alert.action()).isEqualTo("scale_up");
    assertThat(alert.firedAt()).isEqualTo(30_000);
    assertThat(alert.deadlineAt()).isEqualTo(90_000);
    assertThat(alert.value()).isEqualTo(512.34);
    assertThat(alert.threshold()).isEqualTo(500);
    assertThat(alert.group()).isEqualTo(SUBJECT);
    assertThat(alert.sentence())
        .isEqualTo("p95 of latency_ms of mplp/context is 512.3 ms, above 500 ms, for 20 s.");
  }

  @Test
  void aNormalWindowStartsTheHoldAnew() {
    assertThat(observe(10_000, 600)).isEmpty();
    assertThat(observe(20_000, 500)).isEmpty();
    assertThat(observe(30_000, 600)).isEmpty();
    assertThat(observe(40_000, 600)).isEmpty();
    assertThat(observe(50_000, 600)).isPresent();
  }

  @Test
  void anAlertThatFiresDoesNotFireAgain() {
    fired();
    assertThat(observe(40_000, 9_000)).isEmpty();
    assertThat(observe(900_000, 9_000)).isEmpty();
  }

  @Test
  void backToNormalResolvesTheSameAlert() {
    Alert firing = fired();
    Alert resolved = observe(70_000, 480).orElseThrow();
    assertThat(resolved.alertId()).isEqualTo(firing.alertId());
    assertThat(resolved.state()).isEqualTo(Alert.State.RESOLVED);
    assertThat(resolved.changedAt()).isEqualTo(70_000);
    assertThat(resolved.value()).as("the value that fired it").isEqualTo(512.34);
    assertThat(resolved.sentence())
        .isEqualTo("p95 of latency_ms of mplp/context is 480 ms, back to normal after 40 s.");
    assertThat(watch.isFiring()).isFalse();
    assertThat(watch.nextTime()).isEmpty();
    assertThat(observe(80_000, 480)).isEmpty();
  }

  @Test
  void anAlertIsOverdueOnceAfterItsDeadline() {
    Alert firing = fired();
    assertThat(watch.nextTime()).hasValue(90_000);
    assertThat(watch.onTime(RULE, 89_999)).isEmpty();
    Alert overdue = watch.onTime(RULE, 90_000).get(0);
    assertThat(overdue.alertId()).isEqualTo(firing.alertId());
    assertThat(overdue.state()).isEqualTo(Alert.State.OVERDUE);
    assertThat(overdue.changedAt()).isEqualTo(90_000);
    assertThat(overdue.sentence())
        .isEqualTo("slow-context of mplp/context has fired for 60 s and was due within 60 s.");
    watch = Snapshots.restored(AlertWatch.CODEC, watch);
    assertThat(watch.onTime(RULE, 200_000)).isEmpty();
    assertThat(watch.nextTime()).isEmpty();
    assertThat(observe(210_000, 0)).get().extracting(Alert::state).isEqualTo(Alert.State.RESOLVED);
  }

  @Test
  void aRuleWithoutADeadlineIsNeverOverdue() {
    AlertRule patient = rule(0, 0);
    Alert alert = watch.observe(patient, SUBJECT, 0, 10_000, reading(501), 0, false).orElseThrow();
    assertThat(alert.deadlineAt()).isZero();
    assertThat(watch.onTime(patient, Long.MAX_VALUE)).isEmpty();
  }

  @Test
  void aPaneThatIsBrokenThroughoutCountsFromItsStart() {
    assertThat(watch.observe(RULE, SUBJECT, 0, 10_000, reading(600, true), 0, false)).isEmpty();
    assertThat(watch.observe(RULE, SUBJECT, 10_000, 20_000, reading(600, true), 0, false))
        .get()
        .extracting(Alert::firedAt)
        .isEqualTo(20_000L);
  }

  @Test
  @DisplayName("REF-ALR-07: an acknowledged alert is not overdue")
  void anAcknowledgedAlertIsNotOverdue() {
    Alert firing = fired();
    assertThat(watch.acknowledge(RULE, "another", 40_000)).isEmpty();
    Alert acknowledged = watch.acknowledge(RULE, firing.alertId(), 40_000).orElseThrow();
    assertThat(acknowledged.state()).isEqualTo(Alert.State.ACKNOWLEDGED);
    assertThat(acknowledged.changedAt()).isEqualTo(40_000);
    watch = Snapshots.restored(AlertWatch.CODEC, watch);
    assertThat(watch.acknowledge(RULE, firing.alertId(), 50_000)).isEmpty();
    assertThat(watch.onTime(RULE, 90_000)).isEmpty();
    assertThat(watch.nextTime()).isEmpty();
  }

  @Test
  @DisplayName("KAI-DR-04: an alert that is not resolved in time is escalated once")
  void anAlertThatIsNotResolvedIsEscalatedOnce() {
    AlertRule atOnce = rule(0, 0);
    watch.observe(atOnce, SUBJECT, 0, 10_000, reading(600), 900_000, false);
    watch = Snapshots.restored(AlertWatch.CODEC, watch);
    assertThat(watch.nextTime()).hasValue(910_000);
    assertThat(watch.onTime(atOnce, 909_999)).isEmpty();
    assertThat(watch.onTime(atOnce, 910_000))
        .singleElement()
        .extracting(Alert::state)
        .isEqualTo(Alert.State.ESCALATED);
    assertThat(watch.onTime(atOnce, 1_910_000)).isEmpty();
  }

  @Test
  void whatIsSilencedFiresWhenTheSilenceIsOver() {
    assertThat(watch.observe(RULE, SUBJECT, 0, 10_000, reading(600), 0, true)).isEmpty();
    assertThat(watch.observe(RULE, SUBJECT, 30_000, 40_000, reading(600), 0, true)).isEmpty();
    assertThat(watch.observe(RULE, SUBJECT, 40_000, 50_000, reading(600), 0, false)).isPresent();
  }

  @Test
  void aLongGapStartsTheHoldAnew() {
    assertThat(observe(10_000, 600)).isEmpty();
    assertThat(observe(150_000, 600)).as("130 s without a pane").isEmpty();
    assertThat(observe(170_000, 600)).isPresent();
  }

  @Test
  void aSecondBreachIsAnotherAlert() {
    Alert first = fired();
    assertThat(observe(40_000, 0)).isPresent();
    assertThat(observe(50_000, 600)).isEmpty();
    assertThat(observe(60_000, 600)).isEmpty();
    assertThat(observe(70_000, 600)).get().extracting(Alert::alertId).isNotEqualTo(first.alertId());
  }
}
