package io.chimera.refinement.state.slo;

import io.chimera.refinement.state.event.Figures;
import io.chimera.refinement.state.event.Finding;
import io.chimera.refinement.state.event.Severity;
import io.chimera.refinement.state.slo.ReleaseWatch.Comparison;
import io.chimera.refinement.state.slo.ReleaseWatch.Verdict;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A verdict on a release, or on a series against its usual, as a finding. */
public final class RegressionFinding {
  private static final double PERCENT = 100;
  private static final String NOW = "now";
  private static final String USUAL = "usual";

  private final RegressionBudget budget;
  private final String subject;
  private final long endMillis;

  /**
   * A finding at the end of a pane.
   *
   * @param subject {@code system/component/metric} and labels
   */
  public RegressionFinding(RegressionBudget budget, String subject, long endMillis) {
    this.budget = budget;
    this.subject = subject;
    this.endMillis = endMillis;
  }

  /**
   * Of a comparison of releases: its value is the effect in percent for the worse, its bounds are
   * those of its interval.
   */
  public Finding of(Comparison comparison) {
    return finding(
        comparison.verdict(),
        comparison.baseline(),
        comparison.candidate(),
        new double[] {comparison.effect(), comparison.lower(), comparison.upper()},
        "%s of release %s is %s %% worse than that of %s, between %s and %s %% (%d and %d values)"
            .formatted(
                metric(),
                comparison.candidate(),
                percent(comparison.effect()),
                comparison.baseline(),
                percent(comparison.lower()),
                percent(comparison.upper()),
                comparison.candidateCount(),
                comparison.baselineCount()));
  }

  /** Of a change against the usual: the same. */
  public Finding of(UsualWatch.Change change) {
    return finding(
        change.verdict(),
        USUAL,
        NOW,
        new double[] {change.effect(), change.lower(), change.upper()},
        "%s is %s %% worse than the usual %s, between %s and %s %% (%d values in %d min)"
            .formatted(
                metric(),
                percent(change.effect()),
                Figures.text(change.usual()),
                percent(change.lower()),
                percent(change.upper()),
                change.count(),
                UsualWatch.WINDOW_MILLIS / 60_000));
  }

  private Finding finding(
      Verdict verdict, String baseline, String candidate, double[] effect, String sentence) {
    String[] parts = subject.split("/", 3);
    String word = verdict.name().toLowerCase(Locale.ROOT);
    boolean bad = verdict == Verdict.FAIL || verdict == Verdict.ROLLBACK;
    boolean wanted = bad && !budget.consequence().equals("report");
    String series = subject + '@' + candidate;
    return new Finding(
        Finding.id(Finding.Kind.REGRESSION, series, budget.name() + ':' + word, endMillis),
        Finding.Kind.REGRESSION,
        parts[0],
        parts[1],
        null,
        metric(),
        Map.of("baseline", baseline, "candidate", candidate, "verdict", word),
        series,
        budget.name() + ':' + word,
        endMillis,
        endMillis,
        endMillis,
        wanted ? null : Long.valueOf(endMillis),
        wanted ? Finding.State.OPEN : Finding.State.CLOSED,
        bad ? 1 : 0,
        verdict == Verdict.ROLLBACK ? Severity.CRITICAL : wanted ? Severity.WARNING : Severity.INFO,
        budget.lessIsBetter() ? Finding.Direction.UP : Finding.Direction.DOWN,
        effect[0] * PERCENT,
        "%",
        effect[1] * PERCENT,
        effect[2] * PERCENT,
        List.of(),
        List.of(),
        verdict == Verdict.UNDECIDED,
        "%s: %s; %s %% is allowed.".formatted(word, sentence, percent(budget.budget())));
  }

  private String metric() {
    return subject.split("/", 3)[2].split("\\{", 2)[0];
  }

  private static String percent(double share) {
    return Figures.text(share * PERCENT);
  }
}
