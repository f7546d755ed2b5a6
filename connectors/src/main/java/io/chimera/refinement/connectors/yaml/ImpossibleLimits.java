package io.chimera.refinement.connectors.yaml;

import io.chimera.refinement.state.slo.Objective;
import io.chimera.refinement.state.slo.Objective.Op;
import io.chimera.refinement.state.slo.ObjectiveStatistic;
import java.util.List;

/** Finds limits that no value can ever keep. */
final class ImpossibleLimits {
  private ImpossibleLimits() {}

  /** A fault for a limit that no value can ever keep. */
  static void check(Objective objective, Document document, Faults faults) {
    boolean share =
        objective.statistic() == ObjectiveStatistic.RATIO
            && objective.indicator().unit().equals("%");
    boolean limited = objective.op() != Op.REPORT && objective.op() != Op.EQ;
    if (limited && share && (objective.value() < 0 || objective.value() > 100)) {
      faults.add(
          document.line(),
          "spec.objectives[0].value",
          "must be in [0, 100] for a share in %",
          objective.text(),
          "");
    } else if (limited && share && objective.op() == Op.GT && objective.value() == 100) {
      faults.add(
          document.line(),
          "spec.objectives[0].value",
          "must be below 100 for op gt",
          "100",
          "no share is more");
    } else if (objective.isCeiling()
        && objective.op() == Op.LT
        && objective.value() <= 0
        && List.of("ms", "s", "min", "h", "d", "%").contains(objective.indicator().unit())) {
      faults.add(
          document.line(),
          "spec.objectives[0].value",
          "must be above 0 for op lt",
          objective.text(),
          "nothing is less than 0 " + objective.indicator().unit());
    }
  }
}
