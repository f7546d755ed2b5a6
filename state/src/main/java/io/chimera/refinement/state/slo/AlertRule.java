package io.chimera.refinement.state.slo;

import io.chimera.refinement.state.event.Severity;
import io.chimera.refinement.state.event.Statistic;
import java.io.Serializable;

/**
 * A threshold on a fleet series that must be broken for a while before it fires.
 *
 * @param name unique name
 * @param system system it watches; {@code *} for all
 * @param component component it watches; {@code *} for all
 * @param metric metric it watches
 * @param statistic which statistic of the window is compared
 * @param comparison how
 * @param threshold with what, in {@code unit}
 * @param unit unit of the metric, for people
 * @param holdMillis how long the condition must hold without a gap
 * @param severity severity of the alert
 * @param action action it asks for, or the empty string
 * @param respondWithinMillis response deadline after firing; 0 for none
 */
public record AlertRule(
    String name,
    String system,
    String component,
    String metric,
    Statistic statistic,
    Comparison comparison,
    double threshold,
    String unit,
    long holdMillis,
    Severity severity,
    String action,
    long respondWithinMillis)
    implements Serializable {
  public static final String ANY = "*";

  /** Which side of the threshold is bad. */
  public enum Comparison {
    GT,
    GTE,
    LT,
    LTE
  }

  /** Whether {@code value} breaks the rule. */
  public boolean brokenBy(double value) {
    return switch (comparison) {
      case GT -> value > threshold;
      case GTE -> value >= threshold;
      case LT -> value < threshold;
      case LTE -> value <= threshold;
    };
  }

  /** Whether the rule watches the series. */
  public boolean watches(String ofSystem, String ofComponent, String ofMetric) {
    return metric.equals(ofMetric)
        && (system.equals(ANY) || system.equals(ofSystem))
        && (component.equals(ANY) || component.equals(ofComponent));
  }
}
