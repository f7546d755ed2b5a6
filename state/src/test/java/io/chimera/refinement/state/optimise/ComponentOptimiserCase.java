package io.chimera.refinement.state.optimise;

import io.chimera.refinement.state.event.Outcome;
import io.chimera.refinement.state.event.Recommendation;
import io.chimera.refinement.state.event.Statistic;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One component, its objective and what is answered to its advice. */
abstract class ComponentOptimiserCase {
  static final long COOLDOWN = 60_000;
  static final long SETTLE = 30_000;
  static final long DEADLINE = 300_000;
  static final long SLIDE = 10_000;

  final ComponentOptimiser optimiser = new ComponentOptimiser();
  long now = 1_795_248_000_000L;

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

  Optional<Recommendation> objective(double value) {
    now += SLIDE;
    return optimiser.onObjective(
        catalogue(0.06), "mplp", "context", now, value, List.of("finding-1"), false, 42);
  }

  Recommendation decision(double value) {
    for (int i = 0; i < 7; i++) {
      Optional<Recommendation> decided = objective(value);
      if (decided.isPresent()) {
        return decided.get();
      }
    }
    throw new AssertionError("no decision in a cooldown");
  }

  OutcomeResult outcome(Recommendation to, boolean applied, String executed, Double reward) {
    return optimiser.onOutcome(
        new Outcome(to.recommendationId(), applied, executed, reward, now, null, null));
  }

  ArmStatistics arm(String action) {
    return optimiser.armStatistics().stream()
        .filter(arm -> arm.action().equals(action))
        .findFirst()
        .orElseThrow();
  }
}
