package io.chimera.refinement.state.slo;

import static org.assertj.core.api.Assertions.assertThat;

import io.chimera.refinement.state.event.Alert;
import io.chimera.refinement.state.event.Severity;
import io.chimera.refinement.state.event.Statistic;
import io.chimera.refinement.state.wire.Snapshots;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("REF-ALR-07: an alert fires after its hold, once, with a deadline, and is resolved")
class AlertWatchTest {
  private static final String SUBJECT = "mplp/context";
  private static final AlertRule RULE = rule(AlertRule.Comparison.GT, 20_000, 60_000);

  private AlertWatch watch = new AlertWatch();

  private static AlertRule rule(
      AlertRule.Comparison comparison, long holdMillis, long respondWithinMillis) {
    return new AlertRule(
        "slow-context",
        "mplp",
        "context",
        "latency_ms",
        Statistic.P95,
        comparison,
        500,
        "ms",
        holdMillis,
        Severity.WARNING,
        "scale_up",
        respondWithinMillis);
  }

  private Optional<Alert> observe(long endMillis, double value) {
    watch = Snapshots.restored(AlertWatch.CODEC, watch);
    return watch.observe(RULE, SUBJECT, endMillis, value);
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
    assertThat(watch.deadline()).isEmpty();
    assertThat(observe(80_000, 480)).isEmpty();
  }

  @Test
  void anAlertIsOverdueOnceAfterItsDeadline() {
    Alert firing = fired();
    assertThat(watch.deadline()).hasValue(90_000);
    assertThat(watch.overdue(RULE, 89_999)).isEmpty();
    Alert overdue = watch.overdue(RULE, 90_000).orElseThrow();
    assertThat(overdue.alertId()).isEqualTo(firing.alertId());
    assertThat(overdue.state()).isEqualTo(Alert.State.OVERDUE);
    assertThat(overdue.changedAt()).isEqualTo(90_000);
    assertThat(overdue.sentence())
        .isEqualTo("slow-context of mplp/context has fired for 60 s and was due within 60 s.");
    watch = Snapshots.restored(AlertWatch.CODEC, watch);
    assertThat(watch.overdue(RULE, 200_000)).isEmpty();
    assertThat(watch.deadline()).isEmpty();
    assertThat(observe(210_000, 0)).get().extracting(Alert::state).isEqualTo(Alert.State.RESOLVED);
  }

  @Test
  void aRuleWithoutADeadlineIsNeverOverdue() {
    AlertRule patient = rule(AlertRule.Comparison.GT, 0, 0);
    Alert alert = watch.observe(patient, SUBJECT, 10_000, 501).orElseThrow();
    assertThat(alert.deadlineAt()).isZero();
    assertThat(watch.overdue(patient, Long.MAX_VALUE)).isEmpty();
  }

  @Test
  void withoutAHoldTheFirstBreachFires() {
    assertThat(watch.observe(rule(AlertRule.Comparison.LTE, 0, 0), SUBJECT, 10_000, 500))
        .isPresent();
  }

  @Test
  void aSecondBreachIsAnotherAlert() {
    Alert first = fired();
    assertThat(observe(40_000, 0)).isPresent();
    assertThat(observe(50_000, 600)).isEmpty();
    assertThat(observe(60_000, 600)).isEmpty();
    assertThat(observe(70_000, 600)).get().extracting(Alert::alertId).isNotEqualTo(first.alertId());
  }

  @Test
  void aValueThatIsNotFiniteNeitherFiresNorResolves() {
    fired();
    assertThat(observe(40_000, Double.NaN)).isEmpty();
    assertThat(watch.isFiring()).isTrue();
  }
}
