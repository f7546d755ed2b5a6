package io.chimera.refinement.connectors.yaml;

import io.chimera.refinement.state.event.Statistic;
import io.chimera.refinement.state.optimise.ActionCatalogue;
import io.chimera.refinement.state.optimise.ActionCatalogue.Action;
import io.chimera.refinement.state.optimise.Guardrails;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads the content of {@code kind: ActionCatalogue}. */
final class ActionCatalogueReader {
  private static final List<String> GOALS = List.of("minimise", "maximise");

  /** The first is the default: advice that nobody acts on until someone says so. */
  private static final List<String> MODES = List.of("shadow", "approve", "live");

  private static final long LONGEST_MILLIS = 30 * 86_400_000L;
  private static final long DEFAULT_TTL_MILLIS = 300_000;
  private static final double DEFAULT_SCALE = 0.5;
  private static final double SMALLEST_SCALE = 0.001;
  private static final double LARGEST_SCALE = 100;
  private static final double DEFAULT_REWARD = 0.5;
  private static final double DEFAULT_EXPLORATION = 0.05;
  private static final double LARGEST_EXPLORATION = 0.5;
  private static final int MOST_CHANGES = 3_600;
  private static final int MOST_HARM = 1_000;
  private static final double LARGEST_CONTROL_SHARE = 0.5;
  private static final List<String> YES_OR_NO = List.of("false", "true");

  private ActionCatalogueReader() {}

  /** The catalogue, or empty with at least one fault more. */
  static Optional<ActionCatalogue> read(Document document, Faults faults) {
    int before = faults.count();
    Fields spec = document.spec();
    spec.free("description");
    Optional<Fields> select = spec.section("select");
    Optional<Fields> objective = spec.section("objective");
    ActionCatalogue catalogue =
        new ActionCatalogue(
            document.name(),
            select.map(Selection::system).orElse(""),
            select.map(Selection::component).orElse(""),
            objective
                .map(fields -> fields.text("metric", Names::isSubject, Names.SUBJECT_RULE))
                .orElse(""),
            objective
                .map(fields -> fields.constant("statistic", Statistic.class))
                .orElse(Statistic.MEAN),
            objective.map(fields -> fields.choice("goal", GOALS).equals(GOALS.get(0))).orElse(true),
            objective
                .map(fields -> fields.number("scale", DEFAULT_SCALE, SMALLEST_SCALE, LARGEST_SCALE))
                .orElse(DEFAULT_SCALE),
            spec.has("parameters") && !spec.has("actions") ? List.of() : actions(spec),
            spec.duration("cooldown", 0, LONGEST_MILLIS),
            spec.duration("settle", 0, LONGEST_MILLIS),
            spec.duration("deadline", 1, LONGEST_MILLIS),
            spec.number("defaultReward", DEFAULT_REWARD, 0, 1),
            spec.number("exploration", DEFAULT_EXPLORATION, 0, LARGEST_EXPLORATION),
            spec.choiceOrFirst("mode", MODES),
            spec.duration("ttl", DEFAULT_TTL_MILLIS, 1_000, LONGEST_MILLIS),
            spec.text("owner", "", text -> text.length() <= 128, "must be at most 128 characters"),
            spec.sectionIfPresent("guardrails")
                .map(ActionCatalogueReader::guardrails)
                .orElse(Guardrails.NONE),
            TuningReader.read(spec).orElse(null));
    select.ifPresent(Fields::end);
    objective.ifPresent(Fields::end);
    spec.end();
    if (faults.count() == before && catalogue.deadlineMillis() <= catalogue.settleMillis()) {
      spec.fault(
          "deadline",
          "must be longer than settle (" + Durations.text(catalogue.settleMillis()) + ")",
          Durations.text(catalogue.deadlineMillis()),
          "");
    }
    return faults.count() > before ? Optional.empty() : Optional.of(catalogue);
  }

  private static Guardrails guardrails(Fields fields) {
    Guardrails guardrails =
        new Guardrails(
            whole(fields, "maxChangesPerHour", MOST_CHANGES),
            fields.number("controlShare", 0, 0, LARGEST_CONTROL_SHARE),
            whole(fields, "demoteAfter", MOST_HARM),
            fields.choiceOrFirst("rollback", YES_OR_NO).equals("true"),
            whole(fields, "maxConcurrentChanges", MOST_CHANGES),
            fields.number("maxStep", 0, 0, 1));
    fields.end();
    return guardrails;
  }

  private static int whole(Fields fields, String name, int most) {
    double number = fields.number(name, 0, 0, most);
    if (number != Math.rint(number)) {
      fields.fault(name, "must be a whole number", String.valueOf(number), "");
    }
    return (int) number;
  }

  private static List<Action> actions(Fields spec) {
    List<Action> actions = new ArrayList<>();
    Set<String> names = new HashSet<>();
    List<Fields> entries = spec.sections("actions");
    for (Fields entry : entries) {
      String name = entry.text("name", Names::isSubject, Names.SUBJECT_RULE);
      if (!name.isEmpty() && !names.add(name)) {
        entry.fault("name", "must be unique among the actions", name, "");
      }
      actions.add(
          new Action(
              name,
              entry
                  .sectionIfPresent("parameters")
                  .map(ActionCatalogueReader::numbers)
                  .orElse(Map.of())));
      entry.end();
    }
    if (entries.size() == 1) {
      spec.fault(
          "actions", "must be at least two", "1", "an action that holds still is one of them");
    } else if (entries.isEmpty() && spec.names().contains("actions")) {
      spec.fault(
          "actions", "must be at least two", "0", "an action that holds still is one of them");
    }
    return actions;
  }

  private static Map<String, Double> numbers(Fields parameters) {
    Map<String, Double> numbers = new LinkedHashMap<>();
    for (String name : parameters.names()) {
      numbers.put(name, parameters.number(name, -Double.MAX_VALUE, Double.MAX_VALUE));
    }
    return numbers;
  }
}
