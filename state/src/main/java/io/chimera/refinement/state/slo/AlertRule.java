package io.chimera.refinement.state.slo;

import io.chimera.refinement.state.event.Severity;
import java.io.Serializable;
import java.util.List;

/**
 * Conditions on fleet series, any of which must be broken for a while before the rule fires.
 *
 * @param name unique name
 * @param conditions conditions, any of which breaks the rule; none for an escalation
 * @param by what fires on its own
 * @param windowMillis over which stretch the statistics are taken; 0 for each pane by itself
 * @param holdMillis how long the rule must be broken without a gap
 * @param severity severity of the alert
 * @param action action it asks for, or the empty string
 * @param respondWithinMillis response deadline after firing; 0 for none
 * @param absence whether it fires when nothing at all is reported for the hold, by the wall clock
 * @param escalation what it escalates, or null
 */
public record AlertRule(
    String name,
    List<AlertCondition> conditions,
    Scope by,
    long windowMillis,
    long holdMillis,
    Severity severity,
    String action,
    long respondWithinMillis,
    boolean absence,
    Escalation escalation)
    implements Serializable {

  /** A rule of one threshold on the values of one metric, component by component. */
  public static AlertRule of(
      String name,
      AlertCondition condition,
      long holdMillis,
      Severity severity,
      String action,
      long respondWithinMillis) {
    return new AlertRule(
        name,
        List.of(condition),
        Scope.COMPONENT,
        0,
        holdMillis,
        severity,
        action,
        respondWithinMillis,
        false,
        null);
  }

  /** What fires on its own. */
  public enum Scope {
    /** Each component, its label sets merged. */
    COMPONENT,
    /** Each label set of each component. */
    SERIES,
    /** Each system. */
    SYSTEM
  }

  /**
   * Escalates alerts that are not resolved in time.
   *
   * @param system system of the alerts, or {@code *}
   * @param severity their severity
   * @param afterMillis how long after firing
   */
  public record Escalation(String system, Severity severity, long afterMillis)
      implements Serializable {
    /** Whether an alert of the subject and severity is meant. */
    public boolean covers(String subject, Severity ofSeverity) {
      int slash = subject.indexOf('/');
      String ofSystem = slash < 0 ? subject : subject.substring(0, slash);
      return severity == ofSeverity && LabelPattern.accepts(system, ofSystem);
    }
  }
}
