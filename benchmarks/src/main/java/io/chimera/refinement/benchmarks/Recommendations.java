package io.chimera.refinement.benchmarks;

import io.chimera.refinement.state.event.Digests;
import io.chimera.refinement.state.event.Recommendation;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;

/** Recommendations of the kind that the bandit makes, the same ones for the same seed. */
final class Recommendations {
  private static final List<String> ACTIONS =
      List.of("hold", "scale_out", "scale_in", "raise_cache_ttl", "shed_load");
  private static final List<String> FEATURES =
      List.of("p95_change", "error_ratio", "cpu", "memory", "queue_depth", "hour_sin", "hour_cos");
  private static final double TOTAL = 1.0;

  private final SplittableRandom random;
  private final String system;
  private final int components;
  private long number;

  Recommendations(long seed, String system, int components) {
    this.random = new SplittableRandom(seed);
    this.system = system;
    this.components = components;
  }

  /** The next one, decided at {@code decidedAt}. */
  Recommendation next(long decidedAt) {
    number++;
    String component = "component_" + number % components;
    String action = ACTIONS.get(random.nextInt(ACTIONS.size()));
    Map<String, Double> context = new TreeMap<>();
    FEATURES.forEach(feature -> context.put(feature, random.nextDouble()));
    double gain = random.nextDouble();
    return new Recommendation(
        Recommendation.id(system, component, "bandit", "cache", number),
        system,
        component,
        null,
        decidedAt,
        number,
        "bandit",
        "cache",
        action,
        Map.of("step", 1.0),
        0.2,
        pmf(),
        Map.of("restart", "cooldown until " + decidedAt),
        context,
        "1795248010000-" + number % 7,
        gain,
        gain - 0.1,
        gain + 0.1,
        random.nextDouble(),
        List.of(Digests.uuid5(number, "finding"), Digests.uuid5(number, "other")),
        "live",
        300,
        "p95 of %s rose %d %% in 4 min; %s has helped in %d of 50 such cases."
            .formatted(component, random.nextInt(100), action, random.nextInt(50)));
  }

  private static Map<String, Double> pmf() {
    Map<String, Double> pmf = new TreeMap<>();
    ACTIONS.forEach(action -> pmf.put(action, TOTAL / ACTIONS.size()));
    return pmf;
  }
}
