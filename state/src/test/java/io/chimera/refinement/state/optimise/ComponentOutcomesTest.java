package io.chimera.refinement.state.optimise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.chimera.refinement.state.event.Learned;
import io.chimera.refinement.state.event.Outcome;
import io.chimera.refinement.state.event.Reason;
import io.chimera.refinement.state.event.Recommendation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What came of advice: reported, measured, assumed or refused, once for each decision. */
class ComponentOutcomesTest extends ComponentOptimiserCase {
  @Test
  void aReportedRewardIsLearnedAtOnce() {
    Recommendation decided = decision(200);
    OutcomeResult result = outcome(decided, true, null, 0.75);
    assertThat(result.reason()).isNull();
    assertThat(result.learned())
        .isEqualTo(
            new Learned(
                decided.recommendationId(),
                "mplp",
                "context",
                "context-cache",
                decided.action(),
                decided.action(),
                0.75,
                "reported",
                decided.propensity(),
                decided.decidedAt(),
                now));
    assertThat(arm(decided.action())).isEqualTo(new ArmStatistics(decided.action(), 1, 0.75));
    assertThat(optimiser.pendingDecisions()).isZero();
    assertThat(optimiser.nextTime()).isEmpty();
  }

  @Test
  void whatWasDoneInsteadGetsTheCredit() {
    Recommendation decided = decision(200);
    String other = decided.action().equals("hold") ? "scale_out" : "hold";
    assertThat(outcome(decided, true, other, 0.9).learned().executedAction()).isEqualTo(other);
    assertThat(arm(other).pulls()).isEqualTo(1);
    assertThat(arm(decided.action()).pulls()).isZero();
  }

  @Test
  void anActionOutsideTheCatalogueTeachesNothing() {
    Recommendation decided = decision(200);
    assertThat(outcome(decided, true, "restart_by_hand", 0.9).learned().executedAction())
        .isEqualTo("restart_by_hand");
    assertThat(optimiser.armStatistics()).allSatisfy(arm -> assertThat(arm.pulls()).isZero());
    assertThat(optimiser.pendingDecisions()).isZero();
  }

  @Test
  void adviceThatWasNotTakenIsSettledWithoutLearning() {
    Recommendation decided = decision(200);
    OutcomeResult result = outcome(decided, false, null, null);
    assertThat(result.learned()).isNull();
    assertThat(result.reason()).isNull();
    assertThat(result.detail()).isEqualTo("not applied, nothing to learn");
    assertThat(optimiser.pendingDecisions()).isZero();
    assertThat(outcome(decided, true, null, 1.0).reason()).isEqualTo(Reason.EXPIRED_OUTCOME);
    assertThat(optimiser.armStatistics()).allSatisfy(arm -> assertThat(arm.pulls()).isZero());
  }

  @ParameterizedTest
  @CsvSource({
    "200, 150, 0.75",
    "200, 200, 0.5",
    "200, 300, 0",
    "200, 20, 1",
    "0, 0, 0.5",
    "0, 5, 0",
    "-100, -150, 1"
  })
  void aMissingRewardIsMeasuredOnceTheActionHasSettled(double before, double after, double reward) {
    Recommendation decided = decision(before);
    OutcomeResult result = outcome(decided, true, null, null);
    long measureAt = now + SETTLE;
    assertThat(result.learned()).isNull();
    assertThat(result.reason()).isNull();
    assertThat(result.detail()).isEqualTo("to be measured from " + measureAt);
    assertThat(optimiser.nextTime())
        .as("nothing to measure yet")
        .hasValue(decided.decidedAt() + DEADLINE);
    while (now + SLIDE < measureAt) {
      objective(1e6); // before it has settled: must not count
    }
    assertThat(optimiser.onTime(now)).isEmpty();
    objective(after);
    assertThat(optimiser.nextTime()).hasValue(measureAt);
    assertThat(optimiser.onTime(measureAt))
        .singleElement()
        .satisfies(
            learned -> {
              assertThat(learned.recommendationId()).isEqualTo(decided.recommendationId());
              assertThat(learned.source()).isEqualTo("measured");
              assertThat(learned.reward()).isEqualTo(reward, within(1e-12));
              assertThat(learned.settledAt()).isEqualTo(measureAt);
            });
    assertThat(outcome(decided, true, null, 1.0).detail()).isEqualTo("already settled");
  }

  @Test
  void valuesAfterTheTimeOfTheCallDoNotCount() {
    Recommendation decided = decision(200);
    outcome(decided, true, null, null);
    long measureAt = now + SETTLE;
    while (now < measureAt) {
      objective(150);
    }
    objective(1e6);
    assertThat(optimiser.onTime(measureAt))
        .singleElement()
        .satisfies(l -> assertThat(l.reward()).isEqualTo(0.75));
  }

  @Test
  void aRewardThatIsReportedAfterAllReplacesTheMeasurement() {
    Recommendation decided = decision(200);
    outcome(decided, true, null, null);
    assertThat(outcome(decided, true, null, null).detail())
        .isEqualTo("already accepted, waiting to be measured");
    assertThat(outcome(decided, true, null, 0.9).learned().source()).isEqualTo("reported");
    assertThat(optimiser.onTime(Long.MAX_VALUE)).isEmpty();
  }

  @Test
  void withoutAnOutcomeTheDefaultRewardIsImputedAtTheDeadline() {
    Recommendation decided = decision(200);
    long deadline = decided.decidedAt() + DEADLINE;
    assertThat(optimiser.nextTime()).hasValue(deadline);
    assertThat(optimiser.onTime(deadline - 1)).isEmpty();
    assertThat(optimiser.onTime(deadline + 5_000))
        .singleElement()
        .satisfies(
            learned -> {
              assertThat(learned.source()).isEqualTo("imputed");
              assertThat(learned.reward()).isEqualTo(0.4);
              assertThat(learned.settledAt()).isEqualTo(deadline);
            });
    OutcomeResult late = outcome(decided, true, null, 1.0);
    assertThat(late.reason()).isEqualTo(Reason.EXPIRED_OUTCOME);
    assertThat(late.detail()).isEqualTo("already settled at its deadline");
  }

  @Test
  void anOutcomeObservedAfterTheDeadlineIsRefusedWheneverItArrives() {
    Recommendation decided = decision(200);
    now = decided.decidedAt() + DEADLINE + 1;
    assertThat(outcome(decided, true, null, 1.0).reason()).isEqualTo(Reason.EXPIRED_OUTCOME);
    assertThat(optimiser.onTime(now))
        .singleElement()
        .satisfies(l -> assertThat(l.source()).isEqualTo("imputed"));
  }

  @Test
  void aMeasurementThatNeverSeesAValueEndsWithTheDefault() {
    Recommendation decided = decision(200);
    now = decided.decidedAt() + DEADLINE;
    outcome(decided, true, null, null);
    long giveUpAt = now + 2 * SETTLE;
    assertThat(optimiser.nextTime()).hasValue(giveUpAt);
    assertThat(optimiser.onTime(giveUpAt))
        .singleElement()
        .satisfies(l -> assertThat(l.source()).isEqualTo("imputed"));
  }

  @ParameterizedTest
  @ValueSource(doubles = {-0.1, 1.5, Double.NaN, Double.POSITIVE_INFINITY})
  void aRewardOutsideTheUnitIntervalIsRefusedAndTheDecisionStaysOpen(double reward) {
    Recommendation decided = decision(200);
    OutcomeResult result = outcome(decided, true, null, reward);
    assertThat(result.reason()).isEqualTo(Reason.INVALID_REWARD);
    assertThat(result.detail()).isEqualTo("reward must be in [0, 1], was " + reward);
    assertThat(outcome(decided, true, null, 0.5).learned()).isNotNull();
  }

  @Test
  void anUnknownRecommendationIsRefused() {
    decision(200);
    OutcomeResult result =
        optimiser.onOutcome(new Outcome("nobody-gave-this", true, null, 1.0, now, null, null));
    assertThat(result.reason()).isEqualTo(Reason.UNKNOWN_RECOMMENDATION);
    assertThat(result.detail()).contains("nobody-gave-this");
  }
}
