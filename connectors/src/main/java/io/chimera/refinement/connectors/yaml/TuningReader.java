package io.chimera.refinement.connectors.yaml;

import io.chimera.refinement.state.optimise.Tuning;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads which settings a catalogue lets be tuned. */
final class TuningReader {
  private static final List<String> TYPES = List.of("float", "int");
  private static final List<String> SCALES = List.of("linear", "log");
  private static final int MOST_PARAMETERS = 16;
  private static final int DEFAULT_TRIALS = 60;
  private static final int MOST_TRIALS = 1_000;
  private static final int LONGEST_UNIT = 32;

  private TuningReader() {}

  /** The settings, or empty when the catalogue has none. */
  static Optional<Tuning> read(Fields spec) {
    List<Fields> entries = spec.sectionsIfPresent("parameters");
    List<String> constraints = spec.texts("constraints");
    double trials = spec.number("trials", DEFAULT_TRIALS, 1, MOST_TRIALS);
    if (trials != Math.rint(trials)) {
      spec.fault("trials", "must be a whole number", String.valueOf(trials), "");
    }
    if (!spec.has("parameters")) {
      for (String name : List.of("constraints", "trials")) {
        if (spec.has(name)) {
          spec.fault(name, "must come with parameters", "", "it is about settings to tune");
        }
      }
      return Optional.empty();
    }
    if (entries.isEmpty() || entries.size() > MOST_PARAMETERS) {
      spec.fault(
          "parameters",
          "must be 1 to " + MOST_PARAMETERS + " settings",
          String.valueOf(entries.size()),
          "");
    }
    List<Tuning.Parameter> parameters = new ArrayList<>();
    Set<String> names = new HashSet<>();
    for (Fields entry : entries) {
      parameters.add(parameter(entry, names));
    }
    return Optional.of(new Tuning(parameters, List.copyOf(constraints), (int) trials));
  }

  private static Tuning.Parameter parameter(Fields entry, Set<String> names) {
    String name = entry.text("name", Names::isSubject, Names.SUBJECT_RULE);
    if (!name.isEmpty() && !names.add(name)) {
      entry.fault("name", "must be unique among the parameters", name, "");
    }
    double low = entry.number("min", -Double.MAX_VALUE, Double.MAX_VALUE);
    double high = entry.number("max", -Double.MAX_VALUE, Double.MAX_VALUE);
    double current = entry.number("current", -Double.MAX_VALUE, Double.MAX_VALUE);
    boolean whole = entry.choiceOrFirst("type", TYPES).equals("int");
    boolean logarithmic = entry.choiceOrFirst("scale", SCALES).equals("log");
    String unit =
        entry.text(
            "unit",
            "",
            text -> text.length() <= LONGEST_UNIT,
            "must be at most " + LONGEST_UNIT + " characters");
    if (entry.has("min") && entry.has("max") && entry.has("current")) {
      check(entry, low, high, current, whole, logarithmic);
    }
    entry.end();
    return new Tuning.Parameter(name, low, high, current, whole, logarithmic, unit);
  }

  /** The first thing that is impossible about the bounds. */
  private static void check(
      Fields entry, double low, double high, double current, boolean whole, boolean logarithmic) {
    if (!(low < high) || !Double.isFinite(high - low)) {
      entry.fault("max", "must be more than min (" + low + ")", String.valueOf(high), "");
    } else if (logarithmic && !(low > 0)) {
      entry.fault(
          "min", "must be more than 0 on a log scale", String.valueOf(low), "use scale: linear");
    } else if (whole && Math.ceil(low) > Math.floor(high) - 1) {
      entry.fault(
          "max", "must leave two whole numbers from min (" + low + ")", String.valueOf(high), "");
    } else if (current < low || current > high) {
      entry.fault(
          "current",
          "must be between min (" + low + ") and max (" + high + ")",
          String.valueOf(current),
          "");
    } else if (whole && current != Math.rint(current)) {
      entry.fault("current", "must be a whole number", String.valueOf(current), "");
    }
  }
}
