package io.chimera.refinement.state.event;

import io.chimera.refinement.state.window.Pane;
import java.util.Map;

/**
 * The statistics of one series over one window.
 *
 * @param series canonical {@link SeriesKey}
 * @param startMillis start of the window, inclusive
 * @param endMillis end of the window, exclusive; event time of this value
 * @param total the window's merged pane: counts, exact sums, quantiles; never changed once emitted
 * @param releases the same by the label {@code version}; empty when no report carried one
 */
public record WindowStats(
    String series, long startMillis, long endMillis, Pane total, Map<String, Pane> releases) {

  public SeriesKey key() {
    return SeriesKey.parse(series);
  }

  public long count() {
    return total.count();
  }

  /** The value of {@code statistic} in the unit of the series. */
  public double value(Statistic statistic) {
    return switch (statistic) {
      case COUNT -> total.count();
      case SUM -> total.sum();
      case MEAN -> total.mean();
      case MIN -> total.min();
      case MAX -> total.max();
      case STDDEV -> total.stddev();
      case P50 -> total.quantile(0.5);
      case P95 -> total.quantile(0.95);
      case P99 -> total.quantile(0.99);
      case P999 -> total.quantile(0.999);
    };
  }
}
