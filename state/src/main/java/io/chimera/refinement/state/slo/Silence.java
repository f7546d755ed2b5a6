package io.chimera.refinement.state.slo;

import java.io.Serializable;

/**
 * A time in which some alerts must not fire.
 *
 * @param rule rule, or {@code *}
 * @param system system, or {@code *}
 * @param component component, or {@code *}
 * @param fromMillis when it begins, event time
 * @param toMillis when it ends
 */
public record Silence(String rule, String system, String component, long fromMillis, long toMillis)
    implements Serializable {

  /** Whether an alert of the rule for the subject must not fire at {@code nowMillis}. */
  public boolean covers(String ofRule, String subject, long nowMillis) {
    String[] parts = subject.split("[/{]", 3);
    return nowMillis >= fromMillis
        && nowMillis < toMillis
        && LabelPattern.accepts(rule, ofRule)
        && LabelPattern.accepts(system, parts[0])
        && LabelPattern.accepts(component, parts.length < 2 ? "" : parts[1]);
  }
}
