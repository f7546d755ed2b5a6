package io.chimera.refinement.state.event;

import io.chimera.refinement.state.optimise.ActionCatalogue;
import io.chimera.refinement.state.slo.AlertRule;
import io.chimera.refinement.state.slo.SloDocument;
import java.io.Serializable;

/**
 * One change of what the jobs are told to do, from a pack or the control topic.
 *
 * @param kind kind of the document, such as {@code AlertRule}
 * @param name its name
 * @param deleted whether the document is withdrawn
 * @param alertRule the rule, when {@code kind} is {@code AlertRule} and it is not deleted
 * @param catalogue the catalogue, when {@code kind} is {@code ActionCatalogue} and it is not
 *     deleted
 * @param slo what any other kind says, when it is not deleted
 */
public record ControlUpdate(
    String kind,
    String name,
    boolean deleted,
    AlertRule alertRule,
    ActionCatalogue catalogue,
    SloDocument slo)
    implements Serializable {
  public static final String ALERT_RULE = "AlertRule";
  public static final String ACTION_CATALOGUE = "ActionCatalogue";

  /**
   * A document without content: its presence stops all advice for the system or system/component it
   * is named after.
   */
  public static final String FREEZE = "Freeze";

  /** Acknowledges the alert that it is named after. */
  public static final String ACKNOWLEDGEMENT = "Acknowledgement";

  public static ControlUpdate withdrawn(String kind, String name) {
    return new ControlUpdate(kind, name, true, null, null, null);
  }

  public static ControlUpdate of(String name, AlertRule rule) {
    return new ControlUpdate(ALERT_RULE, name, false, rule, null, null);
  }

  public static ControlUpdate of(String name, ActionCatalogue catalogue) {
    return new ControlUpdate(ACTION_CATALOGUE, name, false, null, catalogue, null);
  }

  public static ControlUpdate of(String kind, String name, SloDocument document) {
    return new ControlUpdate(kind, name, false, null, null, document);
  }

  /** {@code kind/name}. */
  public String key() {
    return kind + '/' + name;
  }
}
