package io.chimera.refinement.operators.publish;

import io.chimera.refinement.state.event.Histogram;
import io.chimera.refinement.state.event.SelfMeasurement;
import io.chimera.refinement.state.window.QuantileSketch;
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
  private final Map<String, Distribution> distributions = new TreeMap<>();
  private final Map<String, Double> gauges = new TreeMap<>();

  public SelfMeter(String component, String instance) {
    this.component = component;
    this.instance = instance;
  }

  /** Adds one observation to the distribution of {@code metric}. */
  public void observe(String metric, double value) {
    distribution(metric).observe(value);
  }

  /** The distribution of {@code metric}, for whoever adds to it with every report. */
  public Distribution distribution(String metric) {
    return distributions.computeIfAbsent(metric, name -> new Distribution());
  }

  /** Sets the number reported for {@code metric} in this interval. */
  public void gauge(String metric, double value) {
    gauges.put(metric, value);
  }

  public boolean isEmpty() {
    return gauges.isEmpty() && distributions.values().stream().allMatch(Distribution::isEmpty);
  }

  /** What was gathered up to {@code nowMillis}; the next interval begins. */
  public SelfMeasurement take(long nowMillis) {
    Map<String, Histogram> histograms = new TreeMap<>();
    distributions.forEach(
        (metric, distribution) -> {
          if (!distribution.isEmpty()) {
            histograms.put(metric, distribution.take());
          }
        });
    SelfMeasurement measurement =
        new SelfMeasurement(component, instance, nowMillis, new TreeMap<>(gauges), histograms);
    gauges.clear();
    return measurement;
  }

  /** What was observed of one metric in this interval: to be cheap, its sum is rounded. */
  public static final class Distribution {
    private QuantileSketch sketch = new QuantileSketch();
    private long count;
    private double sum;
    private double min;
    private double max;

    public void observe(double value) {
      min = count == 0 ? value : Math.min(min, value);
      max = count == 0 ? value : Math.max(max, value);
      count++;
      sum += value;
      sketch.add(value);
    }

    private boolean isEmpty() {
      return count == 0;
    }

    private Histogram take() {
      List<Double> bounds = new ArrayList<>();
      List<Long> counts = new ArrayList<>();
      sketch.forEachBin(
          (value, more) -> {
            int last = bounds.size() - 1;
            if (last >= 0 && bounds.get(last) >= value) {
              counts.set(last, counts.get(last) + more);
            } else {
              bounds.add(value);
              counts.add(more);
            }
          });
      Histogram histogram =
          new Histogram(
              count,
              sum,
              min,
              max,
              bounds.stream().mapToDouble(Double::doubleValue).toArray(),
              counts.stream().mapToLong(Long::longValue).toArray());
      sketch = new QuantileSketch();
      count = 0;
      sum = 0;
      return histogram;
    }
  }
}
