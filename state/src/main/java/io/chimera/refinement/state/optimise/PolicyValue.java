package io.chimera.refinement.state.optimise;

import java.util.Arrays;

/** Draft. */
public final class PolicyValue {
  private static final double Z = 1.96;
  static final double RATE = 0.02;
  static final double PRIOR = Double.parseDouble(System.getProperty("opr", "1"));

  public record Estimate(double value, double lower, double upper) {}

  private final double[] inverse;
  private final double[] weight;
  private final double[] weightSquares;
  private final double[] sum;
  private final double[] sumSquares; // h^2 s^2
  private final double[] sumCross; // h^2 s
  private final double[] matched;
  private final double[] plain;
  private long count;

  PolicyValue(int actions) {
    inverse = new double[actions];
    Arrays.fill(inverse, actions);
    weight = new double[actions];
    weightSquares = new double[actions];
    sum = new double[actions];
    sumSquares = new double[actions];
    sumCross = new double[actions];
    matched = new double[actions];
    plain = new double[actions];
  }

  void add(double[] pmf, double[] predicted, int action, double reward) {
    count++;
    for (int k = 0; k < inverse.length; k++) {
      if (!(pmf[k] > 0)) {
        continue;
      }
      double model = Math.max(0, Math.min(1, predicted[k]));
      double score = model + (k == action ? (reward - model) / pmf[k] : 0);
      double h = 1 / Math.sqrt(inverse[k]);
      weight[k] += h;
      weightSquares[k] += h * h;
      sum[k] += h * score;
      sumSquares[k] += h * h * score * score;
      sumCross[k] += h * h * score;
      plain[k] += model;
      if (k == action) {
        matched[k] += 1;
      }
      inverse[k] += Math.max(RATE, 1.0 / count) * (1 / pmf[k] - inverse[k]);
    }
  }

  Estimate of(int k) {
    if (weight[k] == 0) {
      return new Estimate(0.5, 0, 1);
    }
    double value = sum[k] / weight[k];
    double variance =
        Math.max(0, sumSquares[k] - 2 * value * sumCross[k] + value * value * weightSquares[k]);
    double half = Z * Math.sqrt(variance) / weight[k] + PRIOR / (matched[k] + 10);
    double inside = Math.max(0, Math.min(1, value));
    return new Estimate(inside, Math.max(0, inside - half), Math.min(1, inside + half));
  }
}
