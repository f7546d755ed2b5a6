package io.chimera.refinement.state.event;

import java.util.Map;

/**
 * What one operator instance measured of itself in one interval; becomes a KPI report of system
 * {@code refinement} and a point {@code pipeline}.
 *
 * @param component operator, such as {@code drop-duplicates}
 * @param instance job and subtask, such as {@code refinement-0}
 * @param timeMillis wall-clock end of the interval, epoch milliseconds
 * @param gauges plain numbers by metric
 * @param histograms distributions by metric
 */
public record SelfMeasurement(
    String component,
    String instance,
    long timeMillis,
    Map<String, Double> gauges,
    Map<String, Histogram> histograms) {
  /** The system under which the product reports itself. */
  public static final String SYSTEM = "refinement";
}
