package io.chimera.refinement.state.event;

import io.chimera.refinement.state.optimise.ActionCatalogue;
import io.chimera.refinement.state.optimise.retrain.TrainedModel;
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
 * @param model the model itself, once it was found in the topic of models; before that, only its
 *     name and version are set
 */
public record ControlUpdate(
    String kind,
    String name,
    boolean deleted,
    AlertRule alertRule,
    ActionCatalogue catalogue,
    SloDocument slo,
    TrainedModel model)
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

  /** Which version of the model of the catalogue that it is named after decides. */
  public static final String MODEL = "Model";

  public static ControlUpdate withdrawn(String kind, String name) {
    return new ControlUpdate(kind, name, true, null, null, null, null);
  }

  public static ControlUpdate of(String name, AlertRule rule) {
    return new ControlUpdate(ALERT_RULE, name, false, rule, null, null, null);
  }

  public static ControlUpdate of(String name, ActionCatalogue catalogue) {
    return new ControlUpdate(ACTION_CATALOGUE, name, false, null, catalogue, null, null);
  }

  public static ControlUpdate of(String kind, String name, SloDocument document) {
    return new ControlUpdate(kind, name, false, null, null, document, null);
  }

  /** The version of the model that is to decide, or the model itself. */
  public static ControlUpdate of(TrainedModel model) {
    return new ControlUpdate(MODEL, model.name(), false, null, null, null, model);
  }

  /** An order that says all with its name. */
  public static ControlUpdate order(String kind, String name) {
    return new ControlUpdate(kind, name, false, null, null, null, null);
  }

  /** {@code kind/name}. */
  public String key() {
    return kind + '/' + name;
  }
}
