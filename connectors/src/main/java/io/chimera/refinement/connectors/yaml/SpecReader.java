package io.chimera.refinement.connectors.yaml;

import io.chimera.refinement.state.event.ControlUpdate;
import io.chimera.refinement.state.event.Severity;
import io.chimera.refinement.state.event.Statistic;
import io.chimera.refinement.state.optimise.ActionCatalogue;
import io.chimera.refinement.state.slo.AlertRule;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads the {@code spec} of each kind. */
final class SpecReader {
  private static final long DAY = 86_400_000L;

  private SpecReader() {}

  /** What the document says, or nothing when it has faults, which are added to {@code faults}. */
  static Optional<ControlUpdate> read(Document document, List<Fault> faults) {
    int before = faults.size();
    ControlUpdate update;
    try (Fields root = new Fields(document.file(), "", document.root(), faults)) {
      root.ignore("apiVersion");
      root.ignore("kind");
      root.ignore("metadata");
      update =
          switch (document.kind()) {
            case ControlUpdate.ALERT_RULE -> new ControlUpdate(document.kind(), document.name(), false, alertRule(document.name(), root), null);
            case ControlUpdate.ACTION_CATALOGUE -> new ControlUpdate(document.kind(), document.name(), false, null, catalogue(document.name(), root));
            default -> freeze(document, root);
          };
    }
    return faults.size() == before ? Optional.of(update) : Optional.empty();
  }

  private static ControlUpdate freeze(Document document, Fields root) {
    root.ignore("spec");
    return new ControlUpdate(document.kind(), document.name(), false, null, null);
  }

  private static AlertRule alertRule(String name, Fields root) {
    try (Fields spec = root.mapping("spec");
        Fields select = spec.mapping("select")) {
      spec.ignore("description");
      return new AlertRule(
          name,
          select.text("system", AlertRule.ANY),
          select.text("component", AlertRule.ANY),
          select.text("metric"),
          spec.oneOf("statistic", Statistic.class),
          spec.oneOf("op", AlertRule.Comparison.class),
          spec.number("threshold", -1e15, 1e15),
          spec.text("unit", ""),
          spec.duration("for", 0, 30 * DAY, 0),
          spec.oneOf("severity", Severity.class),
          spec.text("action", ""),
          spec.duration("respondWithin", 0, 30 * DAY, 0));
    }
  }

  private static ActionCatalogue catalogue(String name, Fields root) {
    try (Fields spec = root.mapping("spec");
        Fields select = spec.mapping("select");
        Fields objective = spec.mapping("objective")) {
      spec.ignore("description");
      long settle = spec.duration("settle", 0, DAY, 60_000);
      long deadline = spec.duration("deadline", 1_000, 30 * DAY, 600_000);
      if (settle > deadline) {
        spec.fault("settle", "must be at most the deadline of " + deadline + " ms", settle + " ms");
      }
      return new ActionCatalogue(
          name,
          select.text("system", ActionCatalogue.ANY),
          select.text("component", ActionCatalogue.ANY),
          objective.text("metric"),
          objective.oneOf("statistic", Statistic.class),
          objective.oneOf("goal", List.of("minimise", "maximise"), "minimise").equals("minimise"),
          objective.number("scale", 1e-6, 1e6, 0.5),
          actions(spec),
          spec.duration("cooldown", 1_000, 30 * DAY, 300_000),
          settle,
          deadline,
          spec.number("defaultReward", 0, 1, 0.5),
          spec.number("exploration", 0, 0.5, 0.05),
          spec.oneOf("mode", List.of("shadow", "approve", "live"), "shadow"),
          spec.duration("ttl", 1_000, 30 * DAY, 300_000),
          spec.text("owner", ""));
    }
  }

  private static List<ActionCatalogue.Action> actions(Fields spec) {
    List<ActionCatalogue.Action> actions = new ArrayList<>();
    Set<String> names = new HashSet<>();
    for (Fields action : spec.mappings("actions")) {
      try (action) {
        String name = action.text("name");
        if (!names.add(name)) {
          action.fault("name", "must be unique among the actions", name);
        }
        action.ignore("description");
        actions.add(new ActionCatalogue.Action(name, action.numbers("parameters")));
      }
    }
    if (actions.size() < 2 || actions.size() > 64) {
      spec.fault("actions", "must be 2 to 64", String.valueOf(actions.size()));
    }
    return actions;
  }
}
