package io.chimera.refinement.state.optimise.search;

import io.chimera.refinement.state.optimise.search.GaussianProcess.Prediction;
import java.util.ArrayList;
import java.util.List;

/**
 * What is believed of objective and limits between the settings that were tried: Gaussian processes
 * under several draws of their scales.
 */
final class Surrogates {
  private final Evaluations known;
  private final boolean noisy;
  private final List<GaussianProcess> objective;
  private final List<List<GaussianProcess>> limits;
  private final double[] warped;

  private Surrogates(
      Evaluations known,
      boolean noisy,
      List<GaussianProcess> objective,
      List<List<GaussianProcess>> limits) {
    this.known = known;
    this.noisy = noisy;
    this.objective = objective;
    this.limits = limits;
    this.warped = known.warped();
  }

  /** Fits to what is known; {@code scales} move on, those of the objective first. */
  static Surrogates fit(
      Evaluations known, boolean noisy, HyperSampler.Scales[] scales, Draws draws) {
    double[][] points = known.points();
    List<GaussianProcess> objective =
        new HyperSampler(points, known.warped(), noisy, draws).sample(scales[0]);
    List<List<GaussianProcess>> limits = new ArrayList<>();
    for (int c = 1; c < scales.length; c++) {
      limits.add(new HyperSampler(points, known.scaledLimit(c - 1), true, draws).sample(scales[c]));
    }
    return new Surrogates(known, noisy, objective, limits);
  }

  /** Probability that every limit is kept at {@code point}. */
  double feasibility(double[] point) {
    double all = 1;
    for (List<GaussianProcess> limit : limits) {
      double sum = 0;
      for (GaussianProcess process : limit) {
        Prediction at = process.predict(point);
        sum += LogImprovement.normalBelow(-at.mean() / at.deviation());
      }
      all *= sum / limit.size();
    }
    return all;
  }

  private double mean(double[] point) {
    double sum = 0;
    for (GaussianProcess process : objective) {
      sum += process.predict(point).mean();
    }
    return sum / objective.size();
  }

  /** The best setting among those tried that keep the limits with at least {@code certainty}. */
  int incumbent(double certainty) {
    int best = -1;
    double least = Double.POSITIVE_INFINITY;
    for (int i = 0; i < known.count(); i++) {
      if (!limits.isEmpty() && feasibility(known.point(i)) < certainty) {
        continue;
      }
      double value = noisy ? mean(known.point(i)) : warped[i];
      if (value < least) {
        least = value;
        best = i;
      }
    }
    return Math.max(0, best);
  }

  /** What improvements count from, under each draw of the scales. */
  double[] references(int incumbent) {
    double[] references = new double[objective.size()];
    for (int s = 0; s < references.length; s++) {
      references[s] =
          noisy ? objective.get(s).predict(known.point(incumbent)).mean() : warped[incumbent];
    }
    return references;
  }

  /** Logarithm of the expected improvement below {@code references} at {@code point}. */
  double logImprovement(double[] references, double[] point) {
    double[] logs = new double[references.length];
    double largest = Double.NEGATIVE_INFINITY;
    for (int s = 0; s < logs.length; s++) {
      Prediction at = objective.get(s).predict(point);
      logs[s] = LogImprovement.of(references[s], at.mean(), at.deviation());
      largest = Math.max(largest, logs[s]);
    }
    double sum = 0;
    for (double log : logs) {
      sum += StrictMath.exp(log - largest);
    }
    return largest + StrictMath.log(sum / logs.length);
  }

  /** How far the objective reaches along each dimension, against the others; product about 1. */
  double[] stretch() {
    int dimensions = known.point(0).length;
    double[] stretch = new double[dimensions];
    double mean = 0;
    for (int i = 0; i < dimensions; i++) {
      for (GaussianProcess process : objective) {
        stretch[i] += StrictMath.log(process.hyper().lengths()[i]) / objective.size();
      }
      mean += stretch[i] / dimensions;
    }
    for (int i = 0; i < dimensions; i++) {
      stretch[i] = Math.max(0.4, Math.min(2.5, StrictMath.exp(stretch[i] - mean)));
    }
    return stretch;
  }
}
