package io.chimera.refinement.connectors.yaml;

import io.chimera.refinement.state.event.Severity;
import io.chimera.refinement.state.event.Statistic;
import io.chimera.refinement.state.slo.AlertRule;
import java.util.Optional;

/** Reads the content of {@code kind: AlertRule}. */
final class AlertRuleReader {
  private static final long LONGEST_HOLD_MILLIS = 7 * 86_400_000L;
  private static final long LONGEST_RESPONSE_MILLIS = 30 * 86_400_000L;

  private AlertRuleReader() {}

  /** The rule, or empty with at least one fault more. */
  static Optional<AlertRule> read(Document document, Faults faults) {
    int before = faults.count();
    Fields spec = document.spec();
    spec.free("description");
    Optional<Fields> select = spec.section("select");
    AlertRule rule =
        new AlertRule(
            document.name(),
            select.map(Selection::system).orElse(""),
            select.map(Selection::component).orElse(""),
            select
                .map(fields -> fields.text("metric", Names::isSubject, Names.SUBJECT_RULE))
                .orElse(""),
            spec.constant("statistic", Statistic.class),
            spec.constant("op", AlertRule.Comparison.class),
            spec.number("threshold", -Double.MAX_VALUE, Double.MAX_VALUE),
            spec.text("unit", "", unit -> unit.length() <= 32, "must be at most 32 characters"),
            spec.duration("for", 0, 0, LONGEST_HOLD_MILLIS),
            spec.constant("severity", Severity.class),
            spec.text("action", "", Names::isSubject, Names.SUBJECT_RULE),
            spec.duration("respondWithin", 0, 0, LONGEST_RESPONSE_MILLIS));
    select.ifPresent(Fields::end);
    spec.end();
    return faults.count() > before ? Optional.empty() : Optional.of(rule);
  }
}
