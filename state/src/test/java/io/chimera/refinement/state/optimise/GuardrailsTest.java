package io.chimera.refinement.state.optimise;

import static org.assertj.core.api.Assertions.assertThat;

import io.chimera.refinement.state.event.Outcome;
import io.chimera.refinement.state.event.Recommendation;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What limits advice whatever was learned. */
class GuardrailsTest {
  private final ComponentOptimiser optimiser = new ComponentOptimiser();
  private long now = 1_795_248_000_000L;

  private static ActionCatalogue catalogue(Guardrails guardrails) {
    ActionCatalogue c = ComponentOptimiserCase.catalogue(0.5);
    return new ActionCatalogue(
        c.name(),
        c.system(),
        c.component(),
        c.metric(),
        c.statistic(),
        c.minimise(),
        c.scale(),
        c.actions(),
        c.cooldownMillis(),
        c.settleMillis(),
        c.deadlineMillis(),
        c.defaultReward(),
        c.exploration(),
        c.mode(),
        c.ttlMillis(),
        c.owner(),
        guardrails);
  }

  private Recommendation decide(ActionCatalogue catalogue) {
    while (true) {
      now += 10_000;
      optimiser.onTime(now);
      Optional<Recommendation> decided =
          optimiser.onObjective(catalogue, "mplp", "context", now, 200, List.of(), false, 42);
      if (decided.isPresent()) {
        return decided.get();
      }
    }
  }

  private void answer(Recommendation decided, double reward) {
    optimiser.onOutcome(
        new Outcome(decided.recommendationId(), true, null, reward, now, null, null));
  }

  @Test
  void anActionThatHarmedTooOftenWaitsForApproval() {
    ActionCatalogue catalogue = catalogue(new Guardrails(0, 0, 3, false));
    int harmed = 0;
    boolean demoted = false;
    for (int i = 0; i < 400; i++) {
      Recommendation decided = decide(catalogue);
      if (decided.action().equals("scale_out")) {
        assertThat(decided.mode()).isEqualTo(harmed >= 3 ? "approve" : "live");
        demoted |= harmed >= 3;
        harmed++;
        answer(decided, 0.05);
      } else {
        assertThat(decided.mode()).isEqualTo("live");
        answer(decided, 0.6);
      }
    }
    assertThat(demoted).isTrue();
  }

  @Test
  void aChangeThatHurtIsTakenBackBeforeAnythingElseIsAdvised() {
    ActionCatalogue catalogue = catalogue(new Guardrails(0, 0, 0, true));
    Recommendation change;
    do {
      change = decide(catalogue);
      answer(change, change.action().equals("hold") ? 0.5 : 0.05);
    } while (change.action().equals("hold"));
    Recommendation next = decide(catalogue);
    assertThat(next.action()).isEqualTo("hold");
    assertThat(next.propensity()).isEqualTo(1);
    assertThat(next.vetoed()).containsOnlyKeys("scale_out", "raise_cache_ttl");
    assertThat(next.sentence()).endsWith(change.action() + " has done harm: take it back.");
    answer(next, 0.5);
    assertThat(decide(catalogue).vetoed()).isEmpty();
  }
}
