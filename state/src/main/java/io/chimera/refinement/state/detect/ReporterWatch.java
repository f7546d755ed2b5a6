package io.chimera.refinement.state.detect;

import io.chimera.refinement.state.event.Figures;
import io.chimera.refinement.state.event.Finding;
import io.chimera.refinement.state.event.Finding.EvidencePoint;
import io.chimera.refinement.state.event.Severity;
import java.util.List;
import java.util.Map;

/**
 * Whether somebody who has to report does (REF-ALR-01), whether ever heard of or not.
 *
 * <p>Silence is measured by the wall clock, by whoever asks: event time stands still with those who
 * give it. One silence gives two findings with one id.
 *
 * @param expectedSince since when it has to report, wall clock, epoch milliseconds
 * @param lastSeenEnd end of the newest pane with a sign of life; 0 for never
 * @param open whether its silence is reported
 */
public record ReporterWatch(long expectedSince, long lastSeenEnd, boolean open) {
  /** Name of the method in findings. */
  public static final String DETECTOR = "expected-reporter";

  private static final String ANY = "*";

  /** Nothing was heard yet. */
  public static ReporterWatch since(long nowMillis) {
    return new ReporterWatch(nowMillis, 0, false);
  }

  /** After a sign of life in the pane that ends at {@code paneEndMillis}. */
  public ReporterWatch seen(long paneEndMillis) {
    return new ReporterWatch(expectedSince, Math.max(lastSeenEnd, paneEndMillis), false);
  }

  /** After its silence was reported. */
  public ReporterWatch missed() {
    return new ReporterWatch(expectedSince, lastSeenEnd, true);
  }

  private long startedAt() {
    return lastSeenEnd == 0 ? expectedSince : lastSeenEnd;
  }

  /** The finding that it has been silent for so long. */
  public Finding opened(ExpectedReporter reporter, long silenceMillis) {
    String since =
        lastSeenEnd == 0
            ? " has to report, but has not been heard of for "
            : " has not been heard of for ";
    return finding(
        reporter,
        silenceMillis,
        false,
        reporter.subject()
            + since
            + Figures.text(silenceMillis / 1_000.0)
            + " s, the longest allowed is "
            + Figures.text(reporter.withinMillis() / 1_000.0)
            + " s.");
  }

  /** The finding that the silence is over. */
  public Finding closed(ExpectedReporter reporter, long silenceMillis, String why) {
    return finding(reporter, silenceMillis, true, reporter.subject() + ' ' + why + '.');
  }

  private Finding finding(
      ExpectedReporter reporter, long silenceMillis, boolean closed, String sentence) {
    double seconds = silenceMillis / 1_000.0;
    double longest = reporter.withinMillis() / 1_000.0;
    long now = startedAt() + silenceMillis;
    return new Finding(
        Finding.id(Finding.Kind.ABSENCE, reporter.subject(), DETECTOR, startedAt()),
        Finding.Kind.ABSENCE,
        reporter.system(),
        reporter.component().isEmpty() ? ANY : reporter.component(),
        reporter.agentId().isEmpty() ? null : reporter.agentId(),
        null,
        Map.of(),
        reporter.subject(),
        DETECTOR,
        startedAt(),
        now,
        now,
        closed ? now : null,
        closed ? Finding.State.CLOSED : Finding.State.OPEN,
        Scores.of(seconds, longest),
        reporter.severity() == null ? Severity.CRITICAL : reporter.severity(),
        Finding.Direction.UP,
        seconds,
        "s",
        0,
        longest,
        List.of(new EvidencePoint(startedAt(), 0), new EvidencePoint(now, seconds)),
        List.of(),
        false,
        sentence);
  }
}
