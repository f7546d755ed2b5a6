package io.chimera.refinement.operators.publish;

import io.chimera.refinement.state.event.Histogram;
import io.chimera.refinement.state.event.SelfMeasurement;
import io.chimera.refinement.state.window.Pane;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Gathers what one operator instance measures of itself between two reports. Not state: a restart
 * begins a new interval.
 */
public final class SelfMeter {
  private final String component;
  private final String instance;
  private final Map<String, Pane> distributions = new TreeMap<>();
  private final Map<String, Double> gauges = new TreeMap<>();

  public SelfMeter(String component, String instance) {
    this.component = component;
    this.instance = instance;
  }

  /** Adds one observation to the distribution of {@code metric}. */
  public void observe(String metric, double value) {
    distributions.computeIfAbsent(metric, name -> new Pane()).add(value);
  }

  /** Sets the number reported for {@code metric} in this interval. */
  public void gauge(String metric, double value) {
    gauges.put(metric, value);
  }

  public boolean isEmpty() {
    return distributions.isEmpty() && gauges.isEmpty();
  }

  /** What was gathered up to {@code nowMillis}; the next interval begins. */
  public SelfMeasurement take(long nowMillis) {
    Map<String, Histogram> histograms = new TreeMap<>();
    distributions.forEach((metric, pane) -> histograms.put(metric, histogram(pane)));
    SelfMeasurement measurement =
        new SelfMeasurement(component, instance, nowMillis, new TreeMap<>(gauges), histograms);
    distributions.clear();
    gauges.clear();
    return measurement;
  }

  private static Histogram histogram(Pane pane) {
    List<Double> bounds = new ArrayList<>();
    List<Long> counts = new ArrayList<>();
    pane.sketch()
        .forEachBin(
            (value, count) -> {
              int last = bounds.size() - 1;
              if (last >= 0 && bounds.get(last) >= value) {
                counts.set(last, counts.get(last) + count);
              } else {
                bounds.add(value);
                counts.add(count);
              }
            });
    return new Histogram(
        pane.count(),
        pane.sum(),
        pane.min(),
        pane.max(),
        bounds.stream().mapToDouble(Double::doubleValue).toArray(),
        counts.stream().mapToLong(Long::longValue).toArray());
  }
}
