package io.chimera.refinement.state.optimise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.chimera.refinement.state.event.Learned;
import io.chimera.refinement.state.event.Outcome;
import io.chimera.refinement.state.event.Reason;
import io.chimera.refinement.state.event.Recommendation;
import io.chimera.refinement.state.event.Statistic;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ComponentOptimiserTest {
  static final long COOLDOWN = 60_000;
  static final long SETTLE = 30_000;
  static final long DEADLINE = 300_000;
  static final long SLIDE = 10_000;

  private final ComponentOptimiser optimiser = new ComponentOptimiser();
  private long now = 1_795_248_000_000L;

  static ActionCatalogue catalogue(double exploration) {
    return new ActionCatalogue(
        "context-cache",
        "mplp",
        "context",
        "latency_ms",
        Statistic.P95,
        true,
        0.5,
        List.of(
            new ActionCatalogue.Action("hold", Map.of()),
            new ActionCatalogue.Action("scale_out", Map.of("step", 1.0)),
            new ActionCatalogue.Action("raise_cache_ttl", Map.of("seconds", 60.0))),
        COOLDOWN,
        SETTLE,
        DEADLINE,
        0.4,
        exploration,
        "live",
        300_000,
        "team",
        Guardrails.NONE);
  }

  private Optional<Recommendation> objective(double value) {
    now += SLIDE;
    return optimiser.onObjective(
        catalogue(0.06), "mplp", "context", now, value, List.of("finding-1"), false, 42);
  }

  private Recommendation decision(double value) {
    for (int i = 0; i < 7; i++) {
      Optional<Recommendation> decided = objective(value);
      if (decided.isPresent()) {
        return decided.get();
      }
    }
    throw new AssertionError("no decision in a cooldown");
  }

  private OutcomeResult outcome(
      Recommendation to, boolean applied, String executed, Double reward) {
    return optimiser.onOutcome(
        new Outcome(to.recommendationId(), applied, executed, reward, now, null, null));
  }

  private ArmStatistics arm(String action) {
    return optimiser.armStatistics().stream()
        .filter(arm -> arm.action().equals(action))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void aDecisionSaysWhatItKnewAndWithWhatProbabilityItWasDrawn() {
    Recommendation decided = objective(200).orElseThrow();
    assertThat(decided.recommendationId())
        .isEqualTo(Recommendation.id("mplp", "context", "bandit", "context-cache", 1));
    assertThat(decided.decidedAt()).isEqualTo(now);
    assertThat(decided.decisionNumber()).isEqualTo(1);
    assertThat(decided.optimizer()).isEqualTo("bandit");
    assertThat(decided.target()).isEqualTo("context-cache");
    assertThat(decided.pmf()).containsOnlyKeys("hold", "scale_out", "raise_cache_ttl");
    assertThat(decided.pmf().values()).allSatisfy(p -> assertThat(p).isGreaterThan(0.019));
    assertThat(decided.pmf().values().stream().mapToDouble(p -> p).sum())
        .isEqualTo(1, within(1e-12));
    assertThat(decided.propensity()).isEqualTo(decided.pmf().get(decided.action()));
    assertThat(decided.vetoed()).isEmpty();
    assertThat(decided.context())
        .containsExactly(Map.entry("objective", 200.0), Map.entry("open_findings", 1.0));
    assertThat(decided.modelVersion()).isEqualTo(Bandit.MODEL + ":0");
    assertThat(decided.mode()).isEqualTo("live");
    assertThat(decided.ttlSeconds()).isEqualTo(300);
    assertThat(decided.evidence()).containsExactly("finding-1");
    assertThat(decided.sentence())
        .isEqualTo("p95 of latency_ms is 200; " + decided.action() + " has no settled case yet.");
  }

  @Test
  void decisionsKeepTheCooldownAndCountUp() {
    List<Recommendation> decided = new ArrayList<>();
    for (int i = 0; i < 25; i++) {
      objective(200).ifPresent(decided::add);
    }
    assertThat(decided)
        .extracting(Recommendation::decisionNumber)
        .containsExactly(1L, 2L, 3L, 4L, 5L);
    for (int i = 1; i < decided.size(); i++) {
      assertThat(decided.get(i).decidedAt() - decided.get(i - 1).decidedAt()).isEqualTo(COOLDOWN);
    }
  }

  @Test
  void theSentenceTellsTheTrendAndTheRecordOfTheAction() {
    Recommendation first = decision(200);
    outcome(first, true, null, 0.7);
    now += DEADLINE;
    optimiser.onTime(now);
    Recommendation next;
    do {
      outcome(decision(100), true, null, 0.2);
      next = decision(162);
      outcome(next, true, null, 0.5);
    } while (!next.action().equals(first.action()) || next.context().size() < 2);
    assertThat(next.context().get("latency_ms_change")).isEqualTo(0.62, within(1e-12));
    assertThat(next.sentence())
        .matches(
            "p95 of latency_ms is 162 \\(\\+62 % in 60 s\\); "
                + next.action()
                + " has earned 0\\.\\d+ on average in \\d+ of \\d+ settled cases\\.");
  }

  @Test
  void aFrozenComponentGetsNoAdviceButIsWatched() {
    now += SLIDE;
    assertThat(
            optimiser.onObjective(catalogue(0), "mplp", "context", now, 100, List.of(), true, 42))
        .isEmpty();
    now += SLIDE;
    assertThat(
            optimiser.onObjective(catalogue(0), "mplp", "context", now, 100, List.of(), false, 42))
        .isPresent();
  }

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

  @Test
  void aHarmfulActionIsBarredForTenCooldownsAndThenTriedAgain() {
    Recommendation decided;
    int harmful = 0;
    do {
      decided = decision(200);
      boolean bad = decided.action().equals("scale_out");
      outcome(decided, true, null, bad ? 0.08 : 0.5);
      harmful += bad ? 1 : 0;
    } while (harmful < 5);
    long until = now + 10 * COOLDOWN;
    boolean back = false;
    while (!back) {
      decided = decision(200);
      outcome(decided, true, null, 0.5);
      if (decided.decidedAt() < until) {
        assertThat(decided.vetoed())
            .containsExactly(
                Map.entry(
                    "scale_out", "harmful: mean reward 0.08 over 5 outcomes, until " + until));
        assertThat(decided.pmf()).containsOnlyKeys("hold", "raise_cache_ttl");
        assertThat(decided.pmf().values().stream().mapToDouble(p -> p).sum())
            .isEqualTo(1, within(1e-12));
      } else {
        assertThat(decided.vetoed()).isEmpty();
        back = true;
      }
    }
  }

  @Test
  void whenEverythingIsHarmfulTheFirstActionRemains() {
    boolean barred = false;
    for (int i = 0; i < 60 && !barred; i++) {
      Recommendation decided = decision(200);
      outcome(decided, true, null, 0.0);
      if (decided.vetoed().size() == 2) {
        assertThat(decided.vetoed()).containsOnlyKeys("scale_out", "raise_cache_ttl");
        assertThat(decided.pmf()).containsExactly(Map.entry("hold", 1.0));
        assertThat(decided.action()).isEqualTo("hold");
        assertThat(decided.expectedGain()).isZero();
        barred = true;
      }
    }
    assertThat(barred).isTrue();
  }

  @Test
  void theGainIsThatOverTheFirstAction() {
    Recommendation decided = null;
    for (int i = 0; i < 60; i++) {
      decided = decision(200);
      outcome(decided, true, null, decided.action().equals("scale_out") ? 0.9 : 0.4);
    }
    while (!decided.action().equals("scale_out")) {
      decided = decision(200);
      outcome(decided, true, null, 0.4);
    }
    assertThat(decided.expectedGain()).isBetween(0.2, 0.6);
    assertThat(decided.gainLower()).isLessThan(decided.expectedGain());
    assertThat(decided.gainUpper()).isGreaterThan(decided.expectedGain()).isLessThanOrEqualTo(1);
    assertThat(decided.confidence()).isGreaterThan(0.8);
  }

  @Test
  void aValueThatIsNotFiniteOrNotNewIsPassedOver() {
    assertThat(objective(Double.NaN)).isEmpty();
    assertThat(objective(100)).isPresent();
    long last = now;
    now = last - SLIDE;
    assertThat(objective(100)).isEmpty();
  }

  @Test
  void openDecisionsAreBounded() {
    ActionCatalogue eager =
        new ActionCatalogue(
            "eager",
            "*",
            "*",
            "latency_ms",
            Statistic.MEAN,
            true,
            0.5,
            catalogue(0).actions(),
            0,
            0,
            Long.MAX_VALUE / 4,
            0.5,
            0,
            "shadow",
            1_000,
            "team",
            Guardrails.NONE);
    int decided = 0;
    for (int i = 0; i < 600; i++) {
      decided +=
          optimiser.onObjective(eager, "s", "c", i, 1, List.of(), false, 1).isPresent() ? 1 : 0;
    }
    assertThat(decided).isEqualTo(PendingDecisions.MOST).isEqualTo(optimiser.pendingDecisions());
  }
}
