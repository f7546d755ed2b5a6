package io.chimera.refinement.state.event;

/**
 * One metric of one report: a number, or an array of raw observations, or a histogram.
 *
 * @param metric name of the metric
 * @param value the number, when neither of the others is given
 * @param observations raw observations, or null
 * @param histogram distribution, or null
 */
public record Sample(String metric, double value, double[] observations, Histogram histogram) {

  public static Sample of(String metric, double value) {
    return new Sample(metric, value, null, null);
  }

  public static Sample of(String metric, double[] observations) {
    return new Sample(metric, 0, observations, null);
  }

  public static Sample of(String metric, Histogram histogram) {
    return new Sample(metric, 0, null, histogram);
  }

  public boolean isHistogram() {
    return histogram != null;
  }

  public boolean isArray() {
    return observations != null;
  }
}
