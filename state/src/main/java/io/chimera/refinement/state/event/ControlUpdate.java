package io.chimera.refinement.state.event;

import io.chimera.refinement.state.detect.DetectionDocument;
import io.chimera.refinement.state.optimise.ActionCatalogue;
import io.chimera.refinement.state.optimise.retrain.TrainedModel;
import io.chimera.refinement.state.slo.AlertRule;
import io.chimera.refinement.state.slo.SloDocument;
import java.io.Serializable;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

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
 * @param detection what it tells the detectors, when it is one of {@link #DETECTION_KINDS} and not
 *     deleted
 */
public record ControlUpdate(
    String kind,
    String name,
    boolean deleted,
    AlertRule alertRule,
    ActionCatalogue catalogue,
    SloDocument slo,
    TrainedModel model,
    DetectionDocument detection)
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

  /** How some series are judged. */
  public static final String DETECTION_POLICY = "DetectionPolicy";

  /** When some series are not judged at all. */
  public static final String MAINTENANCE_WINDOW = "MaintenanceWindow";

  /** An anomaly that was none. */
  public static final String FALSE_ALARM = "FalseAlarm";

  /** Somebody who has to report. */
  public static final String EXPECTED_REPORTER = "ExpectedReporter";

  /** The kinds that detectors heed, and nobody else. */
  public static final List<String> DETECTION_KINDS =
      List.of(DETECTION_POLICY, MAINTENANCE_WINDOW, FALSE_ALARM, EXPECTED_REPORTER);

  public static ControlUpdate withdrawn(String kind, String name) {
    return new ControlUpdate(kind, name, true, null, null, null, null, null);
  }

  public static ControlUpdate of(String name, AlertRule rule) {
    return new ControlUpdate(ALERT_RULE, name, false, rule, null, null, null, null);
  }

  public static ControlUpdate of(String name, ActionCatalogue catalogue) {
    return new ControlUpdate(ACTION_CATALOGUE, name, false, null, catalogue, null, null, null);
  }

  public static ControlUpdate of(String kind, String name, SloDocument document) {
    return new ControlUpdate(kind, name, false, null, null, document, null, null);
  }

  public static ControlUpdate of(String kind, String name, DetectionDocument document) {
    return new ControlUpdate(kind, name, false, null, null, null, null, document);
  }

  /** The version of the model that is to decide, or the model itself. */
  public static ControlUpdate of(TrainedModel model) {
    return new ControlUpdate(MODEL, model.name(), false, null, null, null, model, null);
  }

  /** An order that says all with its name. */
  public static ControlUpdate order(String kind, String name) {
    return new ControlUpdate(kind, name, false, null, null, null, null, null);
  }

  /** Whether it is for the detectors alone. */
  public boolean concernsDetection() {
    return DETECTION_KINDS.contains(kind);
  }

  /** {@code kind/name}. */
  public String key() {
    return kind + '/' + name;
  }

  /**
   * The documents in force, in the order of their keys.
   *
   * @param initial documents of the packs by {@code kind/name}
   * @param changes what the control topic said, in any order of names
   */
  public static SortedMap<String, ControlUpdate> inForce(
      Map<String, ControlUpdate> initial, Iterable<Map.Entry<String, ControlUpdate>> changes) {
    SortedMap<String, ControlUpdate> documents = new TreeMap<>(initial);
    for (Map.Entry<String, ControlUpdate> change : changes) {
      if (change.getValue().deleted()) {
        documents.remove(change.getKey());
      } else {
        documents.put(change.getKey(), change.getValue());
      }
    }
    return documents;
  }
}
