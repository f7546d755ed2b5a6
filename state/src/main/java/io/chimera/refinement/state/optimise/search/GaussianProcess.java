package io.chimera.refinement.state.optimise.search;

/**
 * A Gaussian process with a Matérn-5/2 kernel, a length per dimension, and noise, on centred
 * values.
 *
 * <p>A covariance that is singular in double precision gets a larger nugget, ten times at a time
 * from 1e-10. Source: Rasmussen and Williams, "Gaussian processes for machine learning", 2006,
 * algorithm 2.1 and equation 4.17. Cost: O(n³) to fit, O(n²) per prediction.
 */
final class GaussianProcess {
  private static final double ROOT_OF_5 = Math.sqrt(5);
  private static final double FIRST_NUGGET = 1e-10;
  private static final double LAST_NUGGET = 1e-3;

  private final double[][] points;
  private final Hyper hyper;
  private final double mean;

  /** Lower triangle of the Cholesky factor, row by row. */
  private final double[][] factor;

  private final double[] weights;
  private final double logLikelihood;

  /**
   * @param lengths length scale per dimension, in units of the cube
   * @param signal variance of the function
   * @param noise variance of a value round the function
   */
  record Hyper(double[] lengths, double signal, double noise) {}

  record Prediction(double mean, double deviation) {}

  private GaussianProcess(
      double[][] points, Hyper hyper, double mean, double[][] factor, double[] centred) {
    this.points = points;
    this.hyper = hyper;
    this.mean = mean;
    this.factor = factor;
    int n = centred.length;
    double[] half = forward(centred);
    double sum = 0;
    for (int i = 0; i < n; i++) {
      sum -= 0.5 * half[i] * half[i] + StrictMath.log(factor[i][i]);
    }
    logLikelihood = sum;
    weights = half;
    for (int i = n - 1; i >= 0; i--) {
      weights[i] /= factor[i][i];
      for (int j = 0; j < i; j++) {
        weights[j] -= factor[i][j] * weights[i];
      }
    }
  }

  static GaussianProcess fit(double[][] points, double[] values, Hyper hyper) {
    int n = values.length;
    double mean = 0;
    for (double value : values) {
      mean += value / n;
    }
    double[] centred = new double[n];
    for (int i = 0; i < n; i++) {
      centred[i] = values[i] - mean;
    }
    double[][] kernel = new double[n][];
    for (int i = 0; i < n; i++) {
      kernel[i] = new double[i + 1];
      for (int j = 0; j <= i; j++) {
        kernel[i][j] = covariance(points[i], points[j], hyper);
      }
    }
    for (double nugget = FIRST_NUGGET; nugget <= LAST_NUGGET; nugget *= 10) {
      double[][] factor = cholesky(kernel, hyper.noise() + nugget * hyper.signal());
      if (factor != null) {
        return new GaussianProcess(points, hyper, mean, factor, centred);
      }
    }
    throw new ArithmeticException(
        "Cannot fit a Gaussian process to " + n + " points: the covariance is singular");
  }

  private static double covariance(double[] a, double[] b, Hyper hyper) {
    double squares = 0;
    for (int i = 0; i < a.length; i++) {
      double d = (a[i] - b[i]) / hyper.lengths()[i];
      squares += d * d;
    }
    double r = ROOT_OF_5 * Math.sqrt(squares);
    return hyper.signal() * (1 + r + r * r / 3) * StrictMath.exp(-r);
  }

  /** Null when the matrix is not positive definite in double precision. */
  private static double[][] cholesky(double[][] kernel, double diagonal) {
    int n = kernel.length;
    double[][] factor = new double[n][];
    for (int i = 0; i < n; i++) {
      double[] row = kernel[i].clone();
      row[i] += diagonal;
      for (int j = 0; j <= i; j++) {
        double[] other = j == i ? row : factor[j];
        double sum = row[j];
        for (int k = 0; k < j; k++) {
          sum -= row[k] * other[k];
        }
        if (j < i) {
          row[j] = sum / other[j];
        } else if (sum > 1e-14) {
          row[i] = Math.sqrt(sum);
        } else {
          return null;
        }
      }
      factor[i] = row;
    }
    return factor;
  }

  /** L x = right, solved from the top. */
  private double[] forward(double[] right) {
    double[] x = right.clone();
    for (int i = 0; i < x.length; i++) {
      double sum = x[i];
      double[] row = factor[i];
      for (int j = 0; j < i; j++) {
        sum -= row[j] * x[j];
      }
      x[i] = sum / row[i];
    }
    return x;
  }

  double logLikelihood() {
    return logLikelihood;
  }

  Hyper hyper() {
    return hyper;
  }

  /** Mean and deviation of the function itself, without noise, at {@code point}. */
  Prediction predict(double[] point) {
    int n = points.length;
    double[] cross = new double[n];
    double at = mean;
    for (int i = 0; i < n; i++) {
      cross[i] = covariance(point, points[i], hyper);
      at += cross[i] * weights[i];
    }
    double variance = hyper.signal();
    for (double half : forward(cross)) {
      variance -= half * half;
    }
    return new Prediction(at, Math.sqrt(Math.max(variance, 1e-12)));
  }
}
