package io.chimera.refinement.local.run;

import io.chimera.refinement.local.observe.Ledger;
import io.chimera.refinement.local.observe.Snapshot;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;

/** How a run looks on a terminal: one line while it goes on, a page at the end. */
final class LiveLine {
  private LiveLine() {}

  /**
   * The line of this moment.
   *
   * @param lag records that wait to be read, empty when that is not known
   */
  static String of(Snapshot now, OptionalLong lag, Duration since) {
    return String.format(
        Locale.ROOT,
        "%4d s  %6.0f reports/s  p95 %4.0f ms  lag %s  windows %d  findings %d  alerts %d firing  recommendations %d  outcomes %d  points %d",
        since.toSeconds(),
        now.reportsPerSecond(),
        now.recent().p95(),
        lag.isPresent() ? String.valueOf(lag.getAsLong()) : "?",
        now.windows(),
        sum(now.findings()),
        now.alerts().getOrDefault("firing", 0L),
        now.recommendations(),
        now.outcomes(),
        now.points());
  }

  /** The page at the end. */
  static List<String> closing(RunSummary summary) {
    Snapshot seen = summary.observed();
    Ledger ledger = seen.ledger();
    List<String> lines = new ArrayList<>();
    lines.add(
        format(
            "%.0f s, %d reports (%.0f per second): %d accepted, %d duplicate, %d late, %d future, %d rejected, %d quarantined; the ledger %s",
            summary.durationSeconds(),
            ledger.read(),
            summary.reportsPerSecond(),
            ledger.accepted(),
            ledger.duplicate(),
            ledger.late(),
            ledger.future(),
            ledger.rejected(),
            ledger.quarantined(),
            ledger.balanced() ? "balances" : "DOES NOT BALANCE"));
    lines.add(
        format(
            "accepted latency p50 %.1f ms, p95 %.1f ms, p99 %.1f ms; %d windows; points %d written, %d read back",
            seen.total().p50(),
            seen.total().p95(),
            seen.total().p99(),
            seen.windows(),
            seen.points(),
            summary.readBack()));
    lines.add(format("findings %s, alerts %s", seen.findings(), seen.alerts()));
    if (summary.gain() != null) {
      lines.add("");
      lines.addAll(summary.scorecard().table());
      lines.add(
          format(
              "false alarms %d; %d recommendations, %d outcomes; mean reward %.3f (newer half %.3f), best fixed action %.3f",
              summary.scorecard().falseAlarms(),
              seen.recommendations(),
              seen.outcomes(),
              summary.gain().meanReward(),
              summary.gain().meanRewardOfLate(),
              summary.gain().staticBest()));
    }
    return lines;
  }

  private static long sum(Map<String, Long> counts) {
    return counts.values().stream().mapToLong(Long::longValue).sum();
  }

  private static String format(String pattern, Object... values) {
    return String.format(Locale.ROOT, pattern, values);
  }
}
