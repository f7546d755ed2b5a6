package io.chimera.refinement.connectors.yaml;

import io.chimera.refinement.state.event.Severity;
import io.chimera.refinement.state.slo.AlertCondition;
import io.chimera.refinement.state.slo.AlertCondition.Comparison;
import io.chimera.refinement.state.slo.AlertCondition.Relation;
import io.chimera.refinement.state.slo.AlertRule;
import io.chimera.refinement.state.slo.AlertRule.Escalation;
import io.chimera.refinement.state.slo.Indicator;
import io.chimera.refinement.state.slo.ObjectiveStatistic;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads the content of {@code kind: AlertRule}: one condition, or several under {@code any}; the
 * absence of all reports; or the escalation of other alerts.
 */
final class AlertRuleReader {
  private static final long LONGEST_HOLD_MILLIS = 7 * 86_400_000L;
  private static final long LONGEST_RESPONSE_MILLIS = 30 * 86_400_000L;

  /** By the names of the statistics of a window. */
  private static final Map<String, ObjectiveStatistic> STATISTICS = new java.util.LinkedHashMap<>();

  static {
    STATISTICS.put("count", ObjectiveStatistic.EVENTS);
    STATISTICS.put("sum", ObjectiveStatistic.SUM);
    STATISTICS.put("mean", ObjectiveStatistic.AVG);
    STATISTICS.put("min", ObjectiveStatistic.MIN);
    STATISTICS.put("max", ObjectiveStatistic.MAX);
    STATISTICS.put("stddev", ObjectiveStatistic.STDDEV);
    STATISTICS.put("p50", ObjectiveStatistic.P50);
    STATISTICS.put("p95", ObjectiveStatistic.P95);
    STATISTICS.put("p99", ObjectiveStatistic.P99);
    STATISTICS.put("p999", ObjectiveStatistic.P999);
  }

  private static final Map<String, AlertRule.Scope> SCOPES =
      Map.of(
          "component", AlertRule.Scope.COMPONENT,
          "series", AlertRule.Scope.SERIES,
          "system", AlertRule.Scope.SYSTEM);

  private AlertRuleReader() {}

  /** The rule, or empty with at least one fault more. */
  static Optional<AlertRule> read(Document document, Faults faults) {
    int before = faults.count();
    Fields spec = document.spec();
    spec.free("description");
    boolean absence = spec.flag("absence");
    Optional<Fields> escalates = spec.sectionIfPresent("escalates");
    List<AlertCondition> conditions = escalates.isPresent() ? List.of() : conditions(spec, absence);
    long hold = spec.duration("for", 0, 0, LONGEST_HOLD_MILLIS);
    AlertRule rule =
        new AlertRule(
            document.name(),
            conditions,
            SCOPES.getOrDefault(
                spec.choiceOrFirst("by", List.of("component", "series", "system")),
                AlertRule.Scope.COMPONENT),
            spec.duration("window", 0, 0, 86_400_000L),
            hold,
            spec.constant("severity", Severity.class),
            spec.text("action", "", Names::isSubject, Names.SUBJECT_RULE),
            spec.duration("respondWithin", 0, 0, LONGEST_RESPONSE_MILLIS),
            absence,
            escalates.map(AlertRuleReader::escalation).orElse(null));
    if (absence && hold == 0) {
      spec.fault("for", "must be given for an absence", "", "how long nothing may be reported");
    }
    spec.end();
    return faults.count() > before ? Optional.empty() : Optional.of(rule);
  }

  private static Escalation escalation(Fields fields) {
    Escalation escalation =
        new Escalation(
            Selection.system(fields),
            fields.constant("severity", Severity.class),
            fields.duration("after", 1_000, LONGEST_RESPONSE_MILLIS));
    fields.end();
    return escalation;
  }

  private static List<AlertCondition> conditions(Fields spec, boolean absence) {
    Optional<Fields> select = spec.section("select");
    String system = select.map(Selection::system).orElse(Names.ANY);
    String component = select.map(IndicatorReader::component).orElse(Names.ANY);
    Map<String, String> labels =
        select.map(fields -> IndicatorReader.patterns(fields, "labels")).orElse(Map.of());
    List<AlertCondition> conditions = new ArrayList<>();
    if (absence) {
      conditions.add(
          new AlertCondition(
              Indicator.of(system, component, Names.ANY, labels, ""),
              ObjectiveStatistic.EVENTS,
              Comparison.LTE,
              0,
              Relation.VALUE));
    } else if (spec.has("any")) {
      for (Fields entry : spec.sections("any")) {
        conditions.add(any(entry, system, component, labels));
        entry.end();
      }
      if (conditions.isEmpty()) {
        spec.fault("any", "must be at least one condition", "none", "");
      }
    } else {
      String metric =
          select
              .map(fields -> fields.text("metric", Names::isSubject, Names.SUBJECT_RULE))
              .orElse("");
      conditions.add(single(spec, Indicator.of(system, component, metric, labels, unit(spec))));
    }
    select.ifPresent(Fields::end);
    return conditions;
  }

  private static AlertCondition any(
      Fields entry, String system, String component, Map<String, String> labels) {
    if (entry.has("objectives")) {
      String metrics =
          entry.text(
              "objectives",
              text -> !text.isEmpty() && text.length() <= 512,
              "must be metrics of objectives, such as =~(response_time|message_latency)_ms");
      return new AlertCondition(
          Indicator.of(system, component, metrics, labels, ""),
          entry.has("statistic") ? statistic(entry) : null,
          entry.constant("op", Comparison.class),
          entry.number("ofTarget", 0.0001, 1_000_000),
          Relation.TARGET);
    }
    String metric = entry.text("metric", Names::isSubject, Names.SUBJECT_RULE);
    return single(entry, Indicator.of(system, component, metric, labels, unit(entry)));
  }

  private static AlertCondition single(Fields fields, Indicator indicator) {
    boolean ofBaseline = fields.has("ofBaseline");
    return new AlertCondition(
        indicator,
        statistic(fields),
        fields.constant("op", Comparison.class),
        ofBaseline
            ? fields.number("ofBaseline", 0.0001, 1_000_000)
            : fields.number("threshold", -Double.MAX_VALUE, Double.MAX_VALUE),
        ofBaseline ? Relation.BASELINE : Relation.VALUE);
  }

  private static String unit(Fields fields) {
    return fields.text("unit", "", text -> text.length() <= 32, "must be at most 32 characters");
  }

  private static ObjectiveStatistic statistic(Fields fields) {
    return STATISTICS.getOrDefault(
        fields.choice("statistic", List.copyOf(STATISTICS.keySet())), ObjectiveStatistic.AVG);
  }
}
