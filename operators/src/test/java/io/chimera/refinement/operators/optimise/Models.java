package io.chimera.refinement.operators.optimise;

import io.chimera.refinement.state.event.Statistic;
import io.chimera.refinement.state.optimise.ActionCatalogue;
import io.chimera.refinement.state.optimise.ActionCatalogue.Action;
import io.chimera.refinement.state.optimise.Bandit;
import io.chimera.refinement.state.optimise.Guardrails;
import io.chimera.refinement.state.optimise.retrain.Lesson;
import io.chimera.refinement.state.optimise.retrain.Retraining;
import io.chimera.refinement.state.optimise.retrain.TrainedModel;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A catalogue, and models for it. */
final class Models {
  static final ActionCatalogue CATALOGUE =
      catalogue(List.of(action("hold"), action("scale_out"), action("raise_cache_ttl")));

  private Models() {}

  /** The same with an action that no model knows. */
  static ActionCatalogue withMore() {
    List<Action> more = new ArrayList<>(CATALOGUE.actions());
    more.add(action("restart"));
    return catalogue(more);
  }

  /** The same without anything to do. */
  static ActionCatalogue withNothing() {
    return catalogue(List.of());
  }

  static boolean isModel(String modelVersion) {
    return !modelVersion.startsWith(Bandit.MODEL + ":");
  }

  /** A model that knows mplp/context; another {@code number} gives another version. */
  static TrainedModel of(long number) {
    return of(number, List.of("context"));
  }

  /** One with a start for components that it does not know, learned from six others. */
  static TrainedModel pooled() {
    return of(1, List.of("a", "b", "c", "d", "e", "f"));
  }

  private static TrainedModel of(long number, List<String> components) {
    List<Lesson> lessons = new ArrayList<>();
    for (int i = 0; i < 600 * Math.min(2, components.size()); i++) {
      String drawn = CATALOGUE.actions().get(i / components.size() % 3).name();
      lessons.add(
          new Lesson(
              CATALOGUE.name(),
              "mplp",
              components.get(i % components.size()),
              number + 1_000L * i,
              i,
              drawn,
              drawn,
              drawn.equals("raise_cache_ttl") ? 0.9 : 0.2,
              Map.of("hold", 1 / 3.0, "scale_out", 1 / 3.0, "raise_cache_ttl", 1 / 3.0),
              List.of(),
              Map.of("objective", 200.0 + i % 7, "open_findings", 0.0)));
    }
    return new Retraining(new Retraining.Params(4, 1), trial -> {})
        .learn(CATALOGUE.name(), lessons)
        .model()
        .orElseThrow();
  }

  private static Action action(String name) {
    return new Action(name, Map.of());
  }

  private static ActionCatalogue catalogue(List<Action> actions) {
    return new ActionCatalogue(
        "context-cache",
        "mplp",
        "*",
        "latency_ms",
        Statistic.P95,
        true,
        0.5,
        actions,
        30_000,
        10_000,
        300_000,
        0.4,
        0.06,
        "live",
        300_000,
        "team",
        Guardrails.NONE);
  }
}
