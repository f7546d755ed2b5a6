package io.chimera.refinement.state.optimise;

import io.chimera.refinement.state.optimise.ObjectiveHistory.Point;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What a decision knows of its moment: level, trend and unrest of the objective, and how much is
 * going wrong. What is not known yet is NaN.
 *
 * @param change relative change against a minute ago
 * @param spread deviation of late values relative to their mean
 * @param past the value that the change is against, if any
 */
public record DecisionContext(
    double objective, double change, double spread, int openFindings, Optional<Point> past) {
  /** Length of {@link #features}. */
  public static final int FEATURES = 4;

  private static final String OBJECTIVE = "objective";
  private static final String CHANGE = "_change";
  private static final String SPREAD = "_spread";
  private static final String OPEN_FINDINGS = "open_findings";

  /**
   * The trend is over this long; windows arrive every few seconds, so the nearest older one will
   * do.
   */
  private static final long TREND_MILLIS = 60_000;

  private static final long OLDEST_TREND_MILLIS = 120_000;

  static DecisionContext of(Point now, ObjectiveHistory objectives, int openFindings) {
    Optional<Point> past =
        objectives.lastBetween(
            now.endMillis() - OLDEST_TREND_MILLIS, now.endMillis() - TREND_MILLIS);
    // Relative change has no meaning from zero, and its ratio may overflow.
    double change =
        past.map(then -> (now.value() - then.value()) / Math.abs(then.value()))
            .filter(Double::isFinite)
            .orElse(Double.NaN);
    return new DecisionContext(
        now.value(), change, objectives.relativeSpread(), openFindings, past);
  }

  boolean hasChange() {
    return !Double.isNaN(change);
  }

  double[] features() {
    return new double[] {objective, change, spread, openFindings};
  }

  /** The features by name, for the reader of a recommendation. */
  Map<String, Double> named(String metric) {
    Map<String, Double> named = new LinkedHashMap<>();
    named.put(OBJECTIVE, objective);
    if (hasChange()) {
      named.put(metric + CHANGE, change);
    }
    if (Double.isFinite(spread)) {
      named.put(metric + SPREAD, spread);
    }
    named.put(OPEN_FINDINGS, (double) openFindings);
    return named;
  }

  /** The features of a published recommendation; what it does not name was not known. */
  public static double[] features(Map<String, Double> named) {
    double[] features = {Double.NaN, Double.NaN, Double.NaN, 0};
    named.forEach(
        (name, value) -> {
          if (name.equals(OBJECTIVE)) {
            features[0] = value;
          } else if (name.equals(OPEN_FINDINGS)) {
            features[3] = value;
          } else if (name.endsWith(CHANGE)) {
            features[1] = value;
          } else if (name.endsWith(SPREAD)) {
            features[2] = value;
          }
        });
    return features;
  }
}
