package io.chimera.refinement.benchmarks;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Results as a person reads them. */
final class ResultsTable {
  private static final String ROW = "%-16s %-52s %14s  %-24s %-12s %-10s %s";

  private ResultsTable() {}

  static List<String> lines(
      List<Result> results, Map<String, Object> environment, Comparison comparison) {
    String head =
        ROW.formatted(
                "id", "measure (median)", "value", "95 % interval", "must", "verdict", "baseline")
            .stripTrailing();
    Stream<String> rows = results.stream().map(result -> row(result, comparison));
    Stream<String> around =
        environment.entrySet().stream()
            .map(entry -> "  " + entry.getKey() + ": " + entry.getValue());
    return Stream.of(Stream.of(head), rows, Stream.of("measured on"), around)
        .flatMap(lines -> lines)
        .toList();
  }

  private static String row(Result result, Comparison comparison) {
    Measure measure = result.measure();
    double[] interval = result.sample().interval();
    String range =
        result.sample().size() == 1
            ? "one sample"
            : number(interval[0]) + " to " + number(interval[1]);
    String baseline =
        comparison
            .change(result)
            .map(
                change ->
                    "%+.1f %%".formatted(100 * change)
                        + (comparison.isWorse(result) ? " worse" : ""))
            .orElse("");
    return ROW.formatted(
            measure.id(),
            measure.name(),
            number(result.value()) + ' ' + shortUnit(measure.unit()),
            range,
            bound(measure.must(), measure.moreIsBetter()),
            result.passed().map(passed -> passed ? "passed" : "FAILED").orElse("-"),
            baseline)
        .stripTrailing();
  }

  private static String bound(Optional<Bound> bound, boolean atLeast) {
    return bound.map(must -> (atLeast ? ">= " : "<= ") + number(must.limit())).orElse("-");
  }

  private static String shortUnit(String unit) {
    return unit.equals("bytes") ? "B" : unit.equals("ratio") ? "" : unit;
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, format(value), value);
  }

  /** Shares of a few percent need a third digit. */
  private static String format(double value) {
    boolean whole = Math.abs(value) >= 100 || value == Math.rint(value);
    return whole ? "%,.0f" : Math.abs(value) < 1 ? "%.3f" : "%.2f";
  }
}
