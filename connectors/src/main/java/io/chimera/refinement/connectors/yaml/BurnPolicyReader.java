package io.chimera.refinement.connectors.yaml;

import io.chimera.refinement.state.event.Severity;
import io.chimera.refinement.state.slo.BurnPolicy;
import io.chimera.refinement.state.slo.BurnPolicy.Condition;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.nodes.MappingNode;

/**
 * Reads {@code AlertPolicy} and {@code AlertCondition} of OpenSLO. OpenSLO knows one window per
 * condition; the short one is the annotation {@code refinement.io/short-window}, a twelfth of the
 * long one without it.
 */
final class BurnPolicyReader {
  private static final long LONGEST_MILLIS = 31 * 86_400_000L;
  private static final int SHORT_SHARE = 12;

  /** What OpenSLO's severities are to alerts. */
  private static final Map<String, Severity> SEVERITIES =
      Map.of(
          "page", Severity.CRITICAL,
          "critical", Severity.CRITICAL,
          "ticket", Severity.WARNING,
          "warning", Severity.WARNING,
          "info", Severity.INFO);

  private BurnPolicyReader() {}

  /** The policy, or empty with at least one fault more. */
  static Optional<BurnPolicy> read(Document document, Faults faults, References references) {
    int before = faults.count();
    Fields spec = document.spec();
    spec.free("description");
    spec.free("alertWhenNoData");
    spec.free("alertWhenResolved");
    spec.free("alertWhenBreaching");
    spec.free("notificationTargets");
    List<Condition> conditions = new ArrayList<>();
    for (Fields entry : spec.sections("conditions")) {
      conditions.add(condition(entry, references));
    }
    if (conditions.size() != 1) {
      spec.fault("conditions", "must be exactly one", Integer.toString(conditions.size()), "");
    }
    spec.end();
    return faults.count() > before
        ? Optional.empty()
        : Optional.of(
            new BurnPolicy(document.name(), conditions, document.annotation(Annotations.ACTION)));
  }

  private static Condition condition(Fields entry, References references) {
    if (!entry.has("conditionRef")) {
      return inline(entry);
    }
    String name = entry.text("conditionRef", Names::isDocument, Names.DOCUMENT_RULE);
    entry.end();
    Optional<Document> found = references.find(Kinds.ALERT_CONDITION, name);
    if (found.isEmpty()) {
      entry.fault("conditionRef", "must be the name of an AlertCondition", name, "");
      return new Condition(1, 1, 1, 0, Severity.INFO);
    }
    // Its faults are reported where it is defined.
    return inline(new Fields((MappingNode) found.get().root(), "", new Faults("")));
  }

  private static Condition inline(Fields entry) {
    entry.free("apiVersion");
    entry.free("kind");
    String shortWindow =
        entry
            .sectionIfPresent("metadata")
            .map(metadata -> metadata.words("annotations"))
            .map(all -> all.getOrDefault(Document.PREFIX + Annotations.SHORT_WINDOW, ""))
            .orElse("");
    Optional<Fields> spec = entry.section("spec");
    entry.end();
    return spec.map(fields -> content(fields, shortWindow))
        .orElse(new Condition(1, 1, 1, 0, Severity.INFO));
  }

  /** The content of a condition. */
  static Condition content(Fields spec, String shortWindow) {
    spec.free("description");
    Severity severity =
        SEVERITIES.getOrDefault(
            spec.choice("severity", List.of("page", "critical", "ticket", "warning", "info")),
            Severity.INFO);
    Optional<Fields> condition = spec.section("condition");
    spec.end();
    if (condition.isEmpty()) {
      return new Condition(1, 1, 1, 0, severity);
    }
    Fields burn = condition.get();
    burn.text("kind", "burnrate"::equals, "must be burnrate");
    burn.choice("op", List.of("gte", "gt"));
    double rate = burn.number("threshold", 0.001, 1_000_000);
    long longMillis = burn.duration("lookbackWindow", 60_000, LONGEST_MILLIS);
    long hold = burn.duration("alertAfter", 0, 0, LONGEST_MILLIS);
    burn.end();
    long shortMillis =
        shortWindow.isEmpty()
            ? Math.max(60_000, longMillis / SHORT_SHARE)
            : Durations.millis(shortWindow).orElse(0);
    if (shortMillis < 60_000 || shortMillis > longMillis) {
      burn.fault(
          "lookbackWindow",
          "must be at least as long as the short window, of at least 1m",
          String.format(Locale.ROOT, "%s and %s", Durations.text(longMillis), shortWindow),
          "");
    }
    return new Condition(rate, longMillis, Math.max(60_000, shortMillis), hold, severity);
  }
}
