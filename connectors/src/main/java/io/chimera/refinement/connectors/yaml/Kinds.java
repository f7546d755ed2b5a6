package io.chimera.refinement.connectors.yaml;

import io.chimera.refinement.state.event.ControlUpdate;
import java.util.ArrayList;
import java.util.List;

/** The kinds of documents there are, and what each may be called. */
final class Kinds {
  static final String SERVICE = "Service";
  static final String SLI = "SLI";
  static final String SLO = "SLO";
  static final String ALERT_POLICY = "AlertPolicy";
  static final String ALERT_CONDITION = "AlertCondition";
  static final String OBJECTIVE = "Objective";
  static final String SCALING = "ScalingPolicy";
  static final String REGRESSION = "RegressionBudget";
  static final String TIERS = "TierPolicy";
  static final String METRICS = "MetricCatalogue";
  static final String SILENCE = "Silence";
  static final String EXCLUSION = "ExclusionWindow";
  static final String CONDITIONS = "Conditions";
  static final String SEQUENCE = "SequencePattern";
  static final String DEGRADATION = "DegradationRule";
  static final String GATE = "Gate";
  static final String PROFILE = "LoadProfile";
  static final String RETENTION = "RetentionPolicy";
  static final String CREDITS = "CreditSchedule";

  static final String OPENSLO_VERSION = "openslo/v1";
  static final String OWN_VERSION = "refinement.io/v1";

  /** What OpenSLO defines and this product reads. */
  static final List<String> OPENSLO = List.of(SERVICE, SLI, SLO, ALERT_POLICY, ALERT_CONDITION);

  /** What this product adds. */
  static final List<String> OWN =
      List.of(
          ControlUpdate.ALERT_RULE,
          ControlUpdate.ACTION_CATALOGUE,
          ControlUpdate.FREEZE,
          ControlUpdate.ACKNOWLEDGEMENT,
          ControlUpdate.MODEL,
          OBJECTIVE,
          SCALING,
          REGRESSION,
          TIERS,
          METRICS,
          SILENCE,
          EXCLUSION,
          CONDITIONS,
          SEQUENCE,
          DEGRADATION,
          GATE,
          PROFILE,
          RETENTION,
          CREDITS,
          ControlUpdate.DETECTION_POLICY,
          ControlUpdate.MAINTENANCE_WINDOW,
          ControlUpdate.FALSE_ALARM,
          ControlUpdate.EXPECTED_REPORTER);

  static final List<String> ALL;

  static {
    List<String> all = new ArrayList<>(OWN);
    all.addAll(OPENSLO);
    ALL = List.copyOf(all);
  }

  private Kinds() {}

  /** The version that documents of the kind are written in. */
  static String version(String kind) {
    return OPENSLO.contains(kind) ? OPENSLO_VERSION : OWN_VERSION;
  }

  /** Whether a document of the kind may be called so: a freeze is called after what it freezes. */
  static boolean isName(String kind, String name) {
    return kind.equals(ControlUpdate.FREEZE) ? Names.isSubject(name) : Names.isDocument(name);
  }

  static String nameRule(String kind) {
    return kind.equals(ControlUpdate.FREEZE)
        ? "must be a system or system/component"
        : Names.DOCUMENT_RULE;
  }

  /** Whether a document of the kind is an order of the moment and no part of a pack. */
  static boolean isMomentary(String kind) {
    return kind.equals(ControlUpdate.FREEZE) || kind.equals(ControlUpdate.ACKNOWLEDGEMENT);
  }
}
