package io.chimera.refinement.state.event;

import io.chimera.refinement.state.optimise.ActionCatalogue;
import io.chimera.refinement.state.slo.AlertRule;

/**
 * One change of what the jobs are told to do, from the control topic.
 *
 * @param kind kind of the document, such as {@code AlertRule}
 * @param name its name
 * @param deleted whether the document is withdrawn
 * @param alertRule the rule, when {@code kind} is {@code AlertRule} and it is not deleted
 * @param catalogue the catalogue, when {@code kind} is {@code ActionCatalogue} and it is not
 *     deleted
 */
public record ControlUpdate(
    String kind, String name, boolean deleted, AlertRule alertRule, ActionCatalogue catalogue) {
  public static final String ALERT_RULE = "AlertRule";
  public static final String ACTION_CATALOGUE = "ActionCatalogue";

  /**
   * A document without content: its presence stops all advice for the system or system/component it
   * is named after.
   */
  public static final String FREEZE = "Freeze";
}
