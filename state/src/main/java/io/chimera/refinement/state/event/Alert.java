package io.chimera.refinement.state.event;

import java.util.List;

/**
 * The state of one alert of one rule for one subject.
 *
 * @param alertId {@code uuid5(rule|subject|firedAt)}
 * @param rule name of the rule
 * @param subject {@code system/component}, or a series when the rule watches agents
 * @param action what the rule asks for, or the empty string
 * @param firedAt when it fired, epoch milliseconds of event time
 * @param changedAt when it reached {@code state}
 * @param deadlineAt until when somebody must respond; 0 without a deadline
 * @param value the value that fired it, in {@code unit}
 * @param group incident that it belongs to
 * @param findings ids of findings behind it
 * @param sentence one sentence for a person
 */
public record Alert(
    String alertId,
    String rule,
    String subject,
    State state,
    Severity severity,
    String action,
    long firedAt,
    long changedAt,
    long deadlineAt,
    double value,
    double threshold,
    String unit,
    String group,
    List<String> findings,
    String sentence) {

  /** Life of an alert; the wire uses the lower-case name. */
  public enum State {
    FIRING,
    ACKNOWLEDGED,
    OVERDUE,
    ESCALATED,
    RESOLVED
  }

  /** The same alert as part of an incident, asking for {@code nowAsking}. */
  public Alert inGroup(String ofGroup, String nowAsking) {
    return new Alert(
        alertId,
        rule,
        subject,
        state,
        severity,
        nowAsking,
        firedAt,
        changedAt,
        deadlineAt,
        value,
        threshold,
        unit,
        ofGroup,
        findings,
        sentence);
  }

  /** The id that the contract prescribes. */
  public static String id(String rule, String subject, long firedAt) {
    return Digests.uuid5(rule, subject, firedAt);
  }
}
