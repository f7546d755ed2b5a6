package io.chimera.refinement.local.oracle;

import io.chimera.refinement.local.oracle.Report.Metric;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * The sliding windows of one minute every ten seconds, per series and per fleet series, computed
 * from all accepted reports at once; and the closed minutes among them.
 */
final class Windows {
  static final long SIZE = 60_000;
  static final long SLIDE = 10_000;

  /** Identity of a window: its measurement, its series, its end. */
  record Key(String measurement, Series series, long endMillis) {}

  private Windows() {}

  /** Every window that ends by {@code untilMillis}. */
  static Map<Key, WindowFigures> of(List<Judged> judged, long untilMillis) {
    Map<Series, NavigableMap<Long, PaneValues>> panes = new HashMap<>();
    for (Judged each : judged) {
      if (each.fate() == Fate.ACCEPTED) {
        Report report = each.element().report();
        long start = Math.floorDiv(report.timestamp(), SLIDE) * SLIDE;
        for (Metric metric : report.metrics()) {
          Series own =
              new Series(
                  report.system(),
                  report.component(),
                  report.agentId(),
                  metric.name(),
                  report.seriesLabels());
          pane(panes, own, start).add(metric);
          pane(panes, own.fleet(), start).add(metric);
        }
      }
    }
    Map<Key, WindowFigures> windows = new HashMap<>();
    panes.forEach((series, own) -> add(windows, series, own, untilMillis));
    return windows;
  }

  private static PaneValues pane(
      Map<Series, NavigableMap<Long, PaneValues>> panes, Series series, long start) {
    return panes
        .computeIfAbsent(series, key -> new TreeMap<>())
        .computeIfAbsent(start, key -> new PaneValues());
  }

  private static void add(
      Map<Key, WindowFigures> windows,
      Series series,
      NavigableMap<Long, PaneValues> panes,
      long untilMillis) {
    long last = Math.min(untilMillis, panes.lastKey() + SIZE);
    for (long end = panes.firstKey() + SLIDE; end <= last; end += SLIDE) {
      Map<Long, PaneValues> inside = panes.subMap(end - SIZE, end);
      if (!inside.isEmpty()) {
        PaneValues total = new PaneValues();
        inside.values().forEach(total::add);
        WindowFigures figures = total.figures();
        windows.put(new Key("kpi_window", series, end), figures);
        if (Math.floorMod(end, SIZE) == 0) {
          windows.put(new Key("kpi_window_1m", series, end), figures);
        }
      }
    }
  }
}
