package io.chimera.refinement.local.report;

import io.chimera.refinement.connectors.yaml.ObjectiveTable;
import io.chimera.refinement.connectors.yaml.Packs;
import io.chimera.refinement.state.event.Figures;
import io.chimera.refinement.state.slo.AlertCondition;
import io.chimera.refinement.state.slo.AlertRule;
import io.chimera.refinement.state.slo.Reference;
import io.chimera.refinement.state.slo.ScalingPolicy;
import io.chimera.refinement.state.slo.SloDocument;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * What packs hold, as a table of text.
 *
 * @param columns names of the columns
 * @param rows one row per entry
 */
public record PackTable(List<String> columns, List<List<String>> rows) {
  private static final double PERCENT = 100;

  /** What the simulated fleet has to keep is an example, no objective that anybody has stated. */
  private static final String DEMO = "demo";

  /** What can be listed. */
  public enum Kind {
    objectives,
    alerts,
    scaling,
    budgets,
    gates,
    profiles
  }

  /** The table of a kind. */
  public static PackTable of(Packs packs, Kind kind) {
    return switch (kind) {
      case objectives ->
          new PackTable(
              ObjectiveTable.COLUMNS,
              packs.objectives().stream()
                  .filter(objective -> !objective.pack().equals(DEMO))
                  .map(ObjectiveTable::row)
                  .toList());
      case alerts -> alerts(packs);
      case scaling -> scaling(packs);
      case budgets -> budgets(packs);
      case gates ->
          references(packs, "Gate", List.of("title", "objectives", "profiles", "dependsOn"));
      case profiles ->
          references(
              packs,
              "LoadProfile",
              List.of("duration", "ramp", "users", "rate", "mix", "acceptance", "source"));
    };
  }

  private static PackTable alerts(Packs packs) {
    return new PackTable(
        List.of("id", "condition", "for", "window", "severity", "action", "respondWithin"),
        packs.alertRules().stream()
            .map(
                rule ->
                    List.of(
                        rule.name(),
                        condition(rule),
                        seconds(rule.holdMillis()),
                        seconds(rule.windowMillis()),
                        lower(rule.severity()),
                        rule.action(),
                        seconds(rule.respondWithinMillis())))
            .toList());
  }

  private static String condition(AlertRule rule) {
    if (rule.escalation() != null) {
      return "%s alert of %s not resolved within %s"
          .formatted(
              lower(rule.escalation().severity()),
              rule.escalation().system(),
              seconds(rule.escalation().afterMillis()));
    }
    if (rule.absence()) {
      return "no report of " + rule.conditions().get(0).indicator().system();
    }
    return rule.conditions().stream().map(PackTable::condition).collect(Collectors.joining(" or "));
  }

  private static String condition(AlertCondition condition) {
    String what =
        condition.statistic() == null
            ? condition.indicator().text()
            : lower(condition.statistic()) + " of " + condition.indicator().text();
    String limit =
        switch (condition.relation()) {
          case VALUE -> Figures.text(condition.threshold()) + ' ' + condition.indicator().unit();
          case TARGET -> Figures.text(condition.threshold()) + " of its objective";
          case BASELINE -> Figures.text(condition.threshold()) + " of the usual";
        };
    return condition.indicator().system()
        + ' '
        + what
        + ' '
        + lower(condition.comparison())
        + ' '
        + limit.trim();
  }

  private static PackTable scaling(Packs packs) {
    return new PackTable(
        List.of(
            "id",
            "system",
            "component",
            "min",
            "max",
            "metrics",
            "stabilisation",
            "limits",
            "within"),
        packs.all(SloDocument::scaling).stream()
            .map(
                policy ->
                    List.of(
                        policy.name(),
                        policy.system(),
                        policy.component(),
                        Integer.toString(policy.least()),
                        Integer.toString(policy.most()),
                        policy.metrics().stream()
                            .map(
                                metric ->
                                    metric.indicator().metric()
                                        + " target "
                                        + Figures.text(metric.target())
                                        + " above "
                                        + Figures.text(metric.above())
                                        + " below "
                                        + Figures.text(metric.below()))
                            .collect(Collectors.joining("; ")),
                        seconds(policy.out().stabilisationMillis())
                            + " / "
                            + seconds(policy.in().stabilisationMillis()),
                        limits(policy.out()) + " / " + limits(policy.in()),
                        seconds(policy.outWithinMillis())
                            + " / "
                            + seconds(policy.inWithinMillis())))
            .toList());
  }

  private static String limits(ScalingPolicy.Behaviour behaviour) {
    return behaviour.limits().stream()
        .map(
            limit ->
                Figures.text(limit.amount())
                    + (limit.percent() ? " %" : "")
                    + " per "
                    + seconds(limit.periodMillis()))
        .collect(Collectors.joining(", "));
  }

  private static PackTable budgets(Packs packs) {
    return new PackTable(
        List.of("id", "system", "metrics", "budget", "rollback", "against", "consequence"),
        packs.all(SloDocument::regression).stream()
            .map(
                budget ->
                    List.of(
                        budget.name(),
                        budget.system(),
                        budget.metrics(),
                        (budget.lessIsBetter() ? "+" : "-")
                            + Figures.text(budget.budget() * PERCENT)
                            + " %",
                        budget.rollback() == 0
                            ? ""
                            : Figures.text(budget.rollback() * PERCENT) + " %",
                        budget.perRelease() ? "release" : "usual",
                        budget.consequence()))
            .toList());
  }

  private static PackTable references(Packs packs, String kind, List<String> fields) {
    List<String> columns = new java.util.ArrayList<>(List.of("id", "system"));
    columns.addAll(fields);
    return new PackTable(
        columns,
        packs.all(SloDocument::reference).stream()
            .filter(reference -> reference.kind().equals(kind))
            .map(reference -> row(reference, fields))
            .toList());
  }

  private static List<String> row(Reference reference, List<String> fields) {
    List<String> row = new java.util.ArrayList<>(List.of(reference.name(), reference.system()));
    fields.forEach(field -> row.add(reference.value(field)));
    return row;
  }

  private static String seconds(long millis) {
    return millis == 0 ? "" : Figures.text(millis / 1_000.0) + " s";
  }

  private static String lower(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }
}
