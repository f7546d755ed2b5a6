package io.chimera.refinement.state.optimise.context;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/** Draft. */
final class GroupResiduals {
  static final double[] RIDGES = {1, 3, 10, 30, 100};
  final int actions;
  final int size;
  final double[] log = new double[RIDGES.length + 1];
  final Map<String, Sums[]> groups = new HashMap<>();

  static final class Sums {
    final double[] squares;
    final double[] products;
    int count;

    Sums(int size) {
      squares = new double[size * (size + 1) / 2];
      products = new double[size];
    }
  }

  GroupResiduals(int actions, int size) {
    this.actions = actions;
    this.size = size;
    Arrays.fill(log, 0, RIDGES.length, -3);
  }

  double[] weights() {
    double max = Double.NEGATIVE_INFINITY;
    for (double l : log) max = Math.max(max, l);
    double[] w = new double[log.length];
    double total = 0;
    for (int i = 0; i < w.length; i++) {
      w[i] = StrictMath.exp(log[i] - max);
      total += w[i];
    }
    for (int i = 0; i < w.length; i++) w[i] /= total;
    return w;
  }

  /** z (A + ridge I)^-1 (b - A w). */
  double residual(Sums sums, double ridge, double[] z, double[] w) {
    double[] a = sums.squares.clone();
    double[] right = sums.products.clone();
    for (int i = 0, c = 0; i < size; i++) {
      for (int j = 0; j <= i; j++, c++) {
        right[i] -= a[c] * w[j];
        if (i != j) right[j] -= a[c] * w[i];
      }
    }
    for (int i = 0; i < size; i++) a[i * (i + 1) / 2 + i] += ridge;
    // Cholesky, packed
    for (int i = 0; i < size; i++) {
      int ri = i * (i + 1) / 2;
      for (int j = 0; j <= i; j++) {
        int rj = j * (j + 1) / 2;
        double s = a[ri + j];
        for (int k = 0; k < j; k++) s -= a[ri + k] * a[rj + k];
        a[ri + j] = i == j ? Math.sqrt(Math.max(s, 1e-9)) : s / a[rj + j];
      }
    }
    double result = 0;
    double[] y = new double[size];
    double[] x = new double[size];
    for (int i = 0; i < size; i++) {
      int ri = i * (i + 1) / 2;
      double s = right[i];
      double t = z[i];
      for (int k = 0; k < i; k++) {
        s -= a[ri + k] * y[k];
        t -= a[ri + k] * x[k];
      }
      y[i] = s / a[ri + i];
      x[i] = t / a[ri + i];
      result += x[i] * y[i];
    }
    return result;
  }

  void addTo(double[] means, String group, double[] z, double[][] w) {
    Sums[] sums = groups.get(group);
    if (sums == null) return;
    double[] weights = weights();
    for (int k = 0; k < actions; k++) {
      for (int i = 0; i < RIDGES.length; i++) {
        if (weights[i] > 0.02 && sums[k].count > 0) {
          means[k] += weights[i] * residual(sums[k], RIDGES[i], z, w[k]);
        }
      }
    }
  }

  double learn(
      String group, int action, double[] z, double[] w, double pooled, double y, double noise) {
    Sums[] sums = groups.get(group);
    if (sums == null) {
      sums = new Sums[actions];
      for (int k = 0; k < actions; k++) sums[k] = new Sums(size);
      groups.put(group, sums);
    }
    Sums arm = sums[action];
    double[] weights = weights();
    double result = 0;
    double bar = Math.max(noise, 1e-4);
    for (int i = 0; i < RIDGES.length; i++) {
      double r = arm.count == 0 ? 0 : residual(arm, RIDGES[i], z, w);
      result += weights[i] * r;
      double e = y - pooled - r;
      log[i] = 0.9995 * log[i] - 0.5 * e * e / bar;
    }
    double e = y - pooled;
    log[RIDGES.length] = 0.9995 * log[RIDGES.length] - 0.5 * e * e / bar;
    double target = y - (pooled - Covariance.dot(w, z));
    for (int i = 0, c = 0; i < size; i++) {
      for (int j = 0; j <= i; j++, c++) arm.squares[c] += z[i] * z[j];
      arm.products[i] += z[i] * target;
    }
    arm.count++;
    return result;
  }

  String debug() {
    return Arrays.toString(weights());
  }
}
