package io.chimera.refinement.state.event;

/**
 * The statistics of a fleet window that an objective may be stated in, without its sketch.
 *
 * @param values by {@link Statistic#ordinal()}, in the unit of the series
 */
public record ObjectiveValue(String series, String metric, long endMillis, double[] values) {

  public static ObjectiveValue of(SeriesKey key, WindowStats window) {
    Statistic[] statistics = Statistic.values();
    double[] values = new double[statistics.length];
    for (Statistic statistic : statistics) {
      values[statistic.ordinal()] = window.value(statistic);
    }
    return new ObjectiveValue(window.series(), key.metric(), window.endMillis(), values);
  }

  public double value(Statistic statistic) {
    return values[statistic.ordinal()];
  }
}
