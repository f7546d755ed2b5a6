package io.chimera.refinement.connectors.yaml;

import io.chimera.refinement.state.slo.RegressionBudget;
import java.util.List;
import java.util.Optional;

/** Reads the content of {@code kind: RegressionBudget}. */
final class RegressionBudgetReader {
  private static final double LEAST_SAMPLES = 200;
  private static final double LEAST_SAMPLES_OF_USUAL = 30;
  private static final double ALPHA = 0.05;

  private RegressionBudgetReader() {}

  /** The budget, or empty with at least one fault more. */
  static Optional<RegressionBudget> read(Document document, Faults faults) {
    int before = faults.count();
    Fields spec = document.spec();
    spec.free("description");
    double increase = spec.number("mayRisePercent", -1, 0, 100_000);
    double decrease = spec.number("mayFallPercent", -1, 0, 100);
    if ((increase >= 0) == (decrease >= 0)) {
      spec.fault("", "must have exactly one of mayRisePercent and mayFallPercent", "", "");
    }
    double budget = Math.max(increase, decrease) / 100;
    double rollback = spec.number("rollbackPercent", 0, 0, 100_000) / 100;
    if (rollback > 0 && rollback < budget) {
      spec.fault(
          "rollbackPercent", "must be at least the budget", Double.toString(rollback * 100), "");
    }
    boolean perRelease =
        spec.choiceOrFirst("against", List.of("release", "usual")).equals("release");
    boolean relative = spec.flag("relative");
    if (relative && perRelease) {
      spec.fault("relative", "must be left out unless against is usual", "true", "");
    }
    RegressionBudget read =
        new RegressionBudget(
            document.name(),
            Selection.system(spec),
            spec.text(
                "metrics",
                text -> !text.isEmpty() && text.length() <= 512,
                "must be a metric, or alternatives such as =~(cpu|memory)_usage_percent"),
            increase >= 0,
            budget,
            rollback,
            (long)
                spec.number(
                    "leastSamples", perRelease ? LEAST_SAMPLES : LEAST_SAMPLES_OF_USUAL, 10, 1e9),
            spec.number("alpha", ALPHA, 1e-6, 0.5),
            perRelease,
            relative,
            spec.choice("consequence", List.of("fail", "warning", "retrain", "report")),
            spec.texts("remarks"));
    spec.end();
    return faults.count() > before ? Optional.empty() : Optional.of(read);
  }
}
