package io.chimera.refinement.local.report;

import io.chimera.refinement.connectors.yaml.Packs;
import io.chimera.refinement.state.slo.EvaluationWindow;
import io.chimera.refinement.state.slo.Objective;
import io.chimera.refinement.state.slo.Reference;
import io.chimera.refinement.state.slo.SloDocument;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Where each objective stands, the gates that rest on them, and the credits that a month costs.
 *
 * @param rows one row per objective and subject
 * @param gates one row per gate
 * @param credits one row per schedule, by the worst of its subjects
 */
public record SlaReport(List<Row> rows, List<GateRow> gates, List<CreditRow> credits) {

  /**
   * An objective.
   *
   * @param actual the newest value, or null when there is none
   * @param passed whether it is met; null when nothing can be said
   * @param reason why nothing can be said, or what speaks against it; empty otherwise
   */
  public record Row(
      String objective,
      String pack,
      String subject,
      String target,
      Double actual,
      String unit,
      Boolean passed,
      Double marginPercent,
      long samples,
      Double compliance,
      Double rawCompliance,
      Double budgetLeft,
      String reason) {}

  /** A gate: passed when all of its objectives are, null while some are unknown. */
  public record GateRow(
      String gate, String title, Boolean passed, List<String> missed, List<String> unknown) {}

  /** What a month costs by a schedule. */
  public record CreditRow(String schedule, String objective, Double actual, double creditPercent) {}

  /** Puts the report together from the newest points. */
  static SlaReport of(Packs packs, Map<String, SloPoint> newest) {
    Map<String, List<SloPoint>> byObjective = new HashMap<>();
    newest
        .values()
        .forEach(
            point ->
                byObjective
                    .computeIfAbsent(
                        point.tags().getOrDefault("objective", ""), name -> new ArrayList<>())
                    .add(point));
    List<Row> rows = new ArrayList<>();
    for (Objective objective : packs.objectives()) {
      List<SloPoint> points = byObjective.getOrDefault(objective.name(), List.of());
      if (points.isEmpty()) {
        rows.add(unknown(objective));
      }
      points.forEach(point -> rows.add(row(objective, point)));
    }
    List<Reference> references = packs.all(SloDocument::reference);
    return new SlaReport(rows, gates(references, rows), credits(references, rows));
  }

  private static Row unknown(Objective objective) {
    String reason =
        objective.isLive()
            ? "no data"
            : objective.window().judged() == EvaluationWindow.Judged.TEST
                ? "a property that a test shows, not a KPI"
                : "not shown by a stream of KPIs";
    return new Row(
        objective.name(),
        objective.pack(),
        objective.pack() + '/' + objective.component(),
        target(objective),
        null,
        objective.indicator().unit(),
        null,
        null,
        0,
        null,
        null,
        null,
        reason);
  }

  private static Row row(Objective objective, SloPoint point) {
    String state = point.fields().getOrDefault("state", "");
    boolean data = !state.equals("no_data");
    double value = point.number("value");
    Boolean passed =
        switch (state) {
          case "met" -> Boolean.TRUE;
          case "breached" -> Boolean.FALSE;
          default -> null;
        };
    String reason =
        switch (state) {
          case "no_data" -> "no data";
          case "no_demand" -> "no demand";
          case "reported" -> "no target stated";
          default -> point.number("budget_left") < 0 ? "the error budget is spent" : "";
        };
    return new Row(
        objective.name(),
        objective.pack(),
        point.tags().getOrDefault("subject", ""),
        target(objective),
        data ? value : null,
        objective.indicator().unit(),
        passed,
        data && passed != null ? objective.marginPercent(value) : null,
        (long) point.number("samples"),
        point.number("compliance"),
        point.number("raw_compliance"),
        point.number("budget_left"),
        reason);
  }

  private static String target(Objective objective) {
    String sign =
        switch (objective.op()) {
          case LT -> "< ";
          case LTE -> "<= ";
          case GT -> "> ";
          case GTE -> ">= ";
          case EQ -> "= ";
          case REPORT -> "";
        };
    return (sign + objective.text()).trim();
  }

  private static List<GateRow> gates(List<Reference> references, List<Row> rows) {
    Map<String, GateRow> gates = new TreeMap<>();
    for (Reference gate : references) {
      if (!gate.kind().equals("Gate")) {
        continue;
      }
      List<String> missed = new ArrayList<>();
      List<String> unknown = new ArrayList<>();
      for (Row row : rows) {
        boolean counts =
            list(gate.value("objectives")).stream()
                .anyMatch(name -> matches(name, row.objective()));
        if (counts && row.passed() == null) {
          unknown.add(row.objective());
        } else if (counts && !row.passed()) {
          missed.add(row.objective());
        }
      }
      for (String before : list(gate.value("dependsOn"))) {
        GateRow earlier = gates.get(before);
        if (earlier == null || earlier.passed() == null) {
          unknown.add(before);
        } else if (!earlier.passed()) {
          missed.add(before);
        }
      }
      Boolean passed = !missed.isEmpty() ? Boolean.FALSE : unknown.isEmpty() ? Boolean.TRUE : null;
      gates.put(
          gate.name(), new GateRow(gate.name(), gate.value("title"), passed, missed, unknown));
    }
    return List.copyOf(gates.values());
  }

  private static boolean matches(String pattern, String name) {
    return pattern.endsWith("*")
        ? name.startsWith(pattern.substring(0, pattern.length() - 1))
        : pattern.equals(name);
  }

  private static List<CreditRow> credits(List<Reference> references, List<Row> rows) {
    List<CreditRow> credits = new ArrayList<>();
    for (Reference schedule : references) {
      if (schedule.kind().equals("CreditSchedule")) {
        String objective = schedule.value("objective");
        Double compliance =
            rows.stream()
                .filter(row -> row.objective().equals(objective) && row.compliance() != null)
                .map(row -> row.compliance() * 100)
                .min(Double::compare)
                .orElse(null);
        credits.add(
            new CreditRow(
                schedule.name(),
                objective,
                compliance,
                credit(schedule.value("bands"), compliance)));
      }
    }
    return credits;
  }

  /**
   * Percent of credit; bands are written {@code from..below: percent}, the first that holds counts.
   */
  static double credit(String bands, Double value) {
    if (value == null) {
      return 0;
    }
    for (String band : list(bands)) {
      String[] parts = band.split("\\.\\.|: ", 3);
      if (parts.length == 3
          && value >= Double.parseDouble(parts[0].trim())
          && value < Double.parseDouble(parts[1].trim())) {
        return Double.parseDouble(parts[2].trim());
      }
    }
    return 0;
  }

  /** The entries of a list as a reference keeps it. */
  private static List<String> list(String line) {
    String inner = line.replaceAll("^\\[|\\]$", "");
    return inner.isEmpty()
        ? List.of()
        : Arrays.stream(inner.split(",", -1)).map(String::trim).toList();
  }
}
