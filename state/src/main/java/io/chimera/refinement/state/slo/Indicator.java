package io.chimera.refinement.state.slo;

import java.io.Serializable;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Which series an objective or rule is about; all that match are merged.
 *
 * <p>A label that a series does not carry may be supplied by the conditions in force, such as
 * {@code phase=peak} of a running load profile. The label {@code component} also means the
 * component of the report, and {@code operation=all} every operation.
 *
 * @param system system, or {@code *}
 * @param component component as a {@link LabelPattern}
 * @param metric metric of the values, or of the total when {@code part} is set
 * @param labels labels that must match, in the order in which they are shown
 * @param exclude labels that must not match
 * @param unit unit of the metric
 * @param part metric that counts the good or bad share of {@code metric}; empty for none
 * @param partIsBad whether {@code part} counts the bad ones
 */
public record Indicator(
    String system,
    String component,
    String metric,
    Map<String, String> labels,
    Map<String, String> exclude,
    String unit,
    String part,
    boolean partIsBad)
    implements Serializable {
  private static final String COMPONENT = "component";
  private static final String OPERATION = "operation";
  private static final String ALL = "all";

  /** An indicator of the plain values of one metric. */
  public static Indicator of(
      String system, String component, String metric, Map<String, String> labels, String unit) {
    return new Indicator(system, component, metric, labels, Map.of(), unit, "", false);
  }

  /** Whether a series with these names is part of it, {@code metric} aside. */
  public boolean selects(
      String ofSystem,
      String ofComponent,
      Map<String, String> ofLabels,
      Map<String, String> conditions) {
    if (!LabelPattern.accepts(system, ofSystem) || !LabelPattern.accepts(component, ofComponent)) {
      return false;
    }
    for (Map.Entry<String, String> label : labels.entrySet()) {
      if (!carries(label.getKey(), label.getValue(), ofComponent, ofLabels, conditions)) {
        return false;
      }
    }
    for (Map.Entry<String, String> label : exclude.entrySet()) {
      String value = value(label.getKey(), ofComponent, ofLabels);
      if (value != null && LabelPattern.accepts(label.getValue(), value)) {
        return false;
      }
    }
    return true;
  }

  private static boolean carries(
      String name,
      String pattern,
      String ofComponent,
      Map<String, String> ofLabels,
      Map<String, String> conditions) {
    if (name.equals(OPERATION) && pattern.equals(ALL)) {
      return true;
    }
    if (name.equals(COMPONENT) && LabelPattern.accepts(pattern, ofComponent)) {
      return true;
    }
    String value = ofLabels.getOrDefault(name, conditions.get(name));
    return value != null && LabelPattern.accepts(pattern, value);
  }

  private static String value(String name, String ofComponent, Map<String, String> ofLabels) {
    String label = ofLabels.get(name);
    return label == null && name.equals(COMPONENT) ? ofComponent : label;
  }

  /** As documents write it: {@code response_time_ms{operation="login"}}. */
  public String text() {
    if (labels.isEmpty()) {
      return metric;
    }
    return labels.entrySet().stream()
        .map(
            label ->
                label.getValue().startsWith("=~")
                    ? label.getKey() + "=~\"" + label.getValue().substring(2) + '"'
                    : label.getKey() + "=\"" + label.getValue() + '"')
        .collect(Collectors.joining(",", metric + '{', "}"));
  }

  /** The same for two indicators exactly when they select the same. */
  public String id() {
    return system
        + '/'
        + component
        + '/'
        + metric
        + new TreeMap<>(labels)
        + (exclude.isEmpty() ? "" : "-" + new TreeMap<>(exclude))
        + (part.isEmpty() ? "" : (partIsBad ? "!" : "+") + part);
  }
}
