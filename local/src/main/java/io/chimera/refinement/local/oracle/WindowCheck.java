package io.chimera.refinement.local.oracle;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Compares the windows among metric points with the computed ones. A point that is repeated with
 * the same bytes is what at-least-once allows; it is counted.
 */
final class WindowCheck {
  private static final Set<String> MEASUREMENTS = Set.of("kpi_window", "kpi_window_1m");

  private WindowCheck() {}

  static void run(
      Map<Windows.Key, WindowFigures> expected, long untilMillis, List<String> lines, Tally tally) {
    Map<Windows.Key, String> seen = new HashMap<>();
    Set<Windows.Key> told = new HashSet<>();
    for (String line : lines) {
      if (!line.startsWith("kpi_window")) {
        continue;
      }
      LinePoint point = LinePoint.parse(line);
      if (!MEASUREMENTS.contains(point.measurement()) || point.timeMillis() > untilMillis) {
        continue;
      }
      Windows.Key key = new Windows.Key(point.measurement(), point.series(), point.timeMillis());
      String before = seen.putIfAbsent(key, line);
      if (before == null) {
        judge(expected.get(key), key, point, tally);
      } else if (before.equals(line)) {
        tally.fact("repeatedPoints", 1);
      } else if (told.add(key)) {
        tally.wrong("window changed from " + before + " to " + line);
      }
    }
    tally.fact("windows", expected.size());
    expected.keySet().stream()
        .filter(key -> !seen.containsKey(key))
        .forEach(key -> tally.lost("window " + key));
  }

  private static void judge(WindowFigures figures, Windows.Key key, LinePoint point, Tally tally) {
    if (figures == null) {
      tally.wrong("window that must not be: " + key + ' ' + point.fields());
      return;
    }
    List<String> differences = figures.differences(point);
    if (!differences.isEmpty()) {
      tally.wrong("window " + key + ": " + differences);
    }
  }
}
