package io.chimera.refinement.state.slo;

import io.chimera.refinement.state.event.Figures;
import io.chimera.refinement.state.event.Finding;
import io.chimera.refinement.state.event.Severity;
import io.chimera.refinement.state.slo.ReleaseWatch.Comparison;
import io.chimera.refinement.state.slo.ReleaseWatch.Verdict;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A verdict on a release, as a finding. */
public final class ReleaseVerdict {
  private static final double PERCENT = 100;

  private ReleaseVerdict() {}

  /**
   * The finding of a comparison: its value is the effect in percent for the worse, its bounds are
   * what the budget allows.
   *
   * @param subject {@code system/component/metric} and labels
   */
  public static Finding finding(
      RegressionBudget budget, String subject, long endMillis, Comparison comparison) {
    String[] parts = subject.split("/", 3);
    String metric = parts[2].split("\\{", 2)[0];
    String word = comparison.verdict().name().toLowerCase(Locale.ROOT);
    boolean bad = comparison.verdict() == Verdict.FAIL || comparison.verdict() == Verdict.ROLLBACK;
    String series = subject + '@' + comparison.candidate();
    return new Finding(
        Finding.id(Finding.Kind.REGRESSION, series, budget.name() + ':' + word, endMillis),
        Finding.Kind.REGRESSION,
        parts[0],
        parts[1],
        null,
        metric,
        Map.of(
            "baseline", comparison.baseline(),
            "candidate", comparison.candidate(),
            "verdict", word),
        series,
        budget.name() + ':' + word,
        endMillis,
        endMillis,
        endMillis,
        bad ? null : Long.valueOf(endMillis),
        bad ? Finding.State.OPEN : Finding.State.CLOSED,
        bad ? 1 : 0,
        comparison.verdict() == Verdict.ROLLBACK
            ? Severity.CRITICAL
            : bad ? Severity.WARNING : Severity.INFO,
        budget.lessIsBetter() ? Finding.Direction.UP : Finding.Direction.DOWN,
        comparison.effect() * PERCENT,
        "%",
        comparison.lower() * PERCENT,
        comparison.upper() * PERCENT,
        List.of(),
        List.of(),
        comparison.verdict() == Verdict.UNDECIDED,
        "%s: %s of release %s is %s %% worse than that of %s, between %s and %s %% (%d and %d values); %s %% is allowed."
            .formatted(
                word,
                metric,
                comparison.candidate(),
                Figures.text(comparison.effect() * PERCENT),
                comparison.baseline(),
                Figures.text(comparison.lower() * PERCENT),
                Figures.text(comparison.upper() * PERCENT),
                comparison.candidateCount(),
                comparison.baselineCount(),
                Figures.text(budget.budget() * PERCENT)));
  }
}
