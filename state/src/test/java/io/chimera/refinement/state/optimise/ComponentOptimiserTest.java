package io.chimera.refinement.state.optimise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.chimera.refinement.state.event.Recommendation;
import io.chimera.refinement.state.event.Statistic;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What is advised, when, and what may not be. */
class ComponentOptimiserTest extends ComponentOptimiserCase {
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
