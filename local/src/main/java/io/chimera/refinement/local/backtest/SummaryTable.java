package io.chimera.refinement.local.backtest;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What came of a backtest, one line per file and one for all of them. */
final class SummaryTable {
  private static final int LEAST_WIDTH = 24;

  private SummaryTable() {}

  static List<String> lines(List<FileResult> results, double seconds) {
    int width =
        Math.max(LEAST_WIDTH, results.stream().mapToInt(r -> r.name().length()).max().orElse(0));
    String head = "%-" + width + "s %12s %9s %7s %9s %6s %9s";
    List<String> lines = new ArrayList<>();
    lines.add(head.formatted("file", "rows", "missing", "bad", "findings", "trend", "rows/s"));
    long rows = 0;
    long missing = 0;
    long bad = 0;
    long findings = 0;
    long failed = 0;
    for (FileResult result : results) {
      rows += result.rows();
      missing += result.missing();
      bad += result.bad();
      findings += result.findings();
      if (result.failed()) {
        failed++;
        lines.add(("%-" + width + "s failed").formatted(result.name()));
      } else {
        lines.add(
            head.formatted(
                result.name(),
                count(result.rows()),
                count(result.missing()),
                count(result.bad()),
                count(result.findings()),
                result.trend(),
                count(Math.round(result.rows() / Math.max(1e-3, result.seconds())))));
      }
    }
    lines.add(
        head.formatted(
            results.size() + " file(s), " + failed + " failed",
            count(rows),
            count(missing),
            count(bad),
            count(findings),
            "",
            count(Math.round(rows / Math.max(1e-3, seconds)))));
    return lines;
  }

  private static String count(long count) {
    return String.format(Locale.ROOT, "%,d", count);
  }
}
