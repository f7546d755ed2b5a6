package io.chimera.refinement.connectors.yaml;

import io.chimera.refinement.state.slo.Objective;
import java.util.List;
import java.util.Locale;

/** Objectives as a table of text, one row each. */
public final class ObjectiveTable {
  /** The columns, in order. */
  public static final List<String> COLUMNS =
      List.of(
          "pack",
          "id",
          "component",
          "indicator",
          "op",
          "value",
          "unit",
          "statistic",
          "window",
          "target",
          "requirement",
          "note");

  private ObjectiveTable() {}

  /** The cells of an objective. */
  public static List<String> row(Objective objective) {
    return List.of(
        objective.pack(),
        objective.name(),
        objective.component(),
        objective.indicator().text(),
        objective.op().name().toLowerCase(Locale.ROOT),
        objective.text().isEmpty() && objective.op() == Objective.Op.REPORT
            ? "-"
            : objective.text(),
        objective.indicator().unit(),
        objective.stated().statistic(),
        objective.stated().window(),
        objective.stated().budget(),
        objective.requirement(),
        objective.note());
  }
}
