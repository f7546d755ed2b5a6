package io.chimera.refinement.state.optimise.context;

import io.chimera.refinement.state.wire.DoubleReader;
import io.chimera.refinement.state.wire.DoubleWriter;
import io.chimera.refinement.state.wire.Wire;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * The inverse of Σ x xᵀ + λI, each x with a weight, kept up to date one {@code x} at a time: how
 * unsure the weights of a regression with a ridge are.
 *
 * <p>Sherman–Morrison. Symmetric; only the lower triangle is written. Cost: O(n²) per input.
 */
final class Covariance {
  private final int size;
  private final double[] cells;

  Covariance(int size, double ridge) {
    this.size = size;
    cells = new double[size * size];
    for (int i = 0; i < size; i++) {
      cells[i * size + i] = 1 / ridge;
    }
  }

  private Covariance(int size, double[] cells) {
    this.size = size;
    this.cells = cells;
  }

  /** This times {@code x}. */
  double[] times(double[] x) {
    double[] product = new double[size];
    for (int i = 0; i < size; i++) {
      double weight = x[i];
      if (weight != 0) {
        int row = i * size;
        for (int j = 0; j < size; j++) {
          product[j] += weight * cells[row + j];
        }
      }
    }
    return product;
  }

  /** xᵀ this x: the variance of a prediction at {@code x}, in units of that of a reward. */
  double quadratic(double[] x) {
    return Math.max(0, dot(x, times(x)));
  }

  /** Takes away {@code factor} u uᵀ; {@code u} is scaled on the way. */
  void reduce(double[] u, double factor) {
    double root = Math.sqrt(factor);
    for (int i = 0; i < size; i++) {
      u[i] *= root; // u_i u_j = u_j u_i to the last bit: it stays symmetric
    }
    for (int i = 0; i < size; i++) {
      double each = u[i];
      if (each != 0) {
        int row = i * size;
        for (int j = 0; j < size; j++) {
          cells[row + j] -= each * u[j];
        }
      }
    }
  }

  /**
   * Lets what was taken in count {@code memory} times as much, so that the world may change; never
   * less is known than before the first input. Source: Ljung and Söderström, "Theory and practice
   * of recursive identification", 1983, section 2.6 (exponential forgetting).
   */
  void forget(double memory, double ridge) {
    if (memory == 1) {
      return;
    }
    double trace = 0;
    for (int i = 0; i < size; i++) {
      trace += cells[i * size + i];
    }
    double most = size / (ridge * trace);
    double factor = Math.min(1 / memory, most);
    for (int i = 0; factor > 1 && i < cells.length; i++) {
      cells[i] *= factor;
    }
  }

  static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }

  void write(DataOutput out) throws IOException {
    Wire.writeVarInt(out, size);
    DoubleWriter doubles = new DoubleWriter(out, triangle(size));
    for (int i = 0; i < size; i++) {
      for (int j = 0; j <= i; j++) {
        doubles.put(cells[i * size + j]);
      }
    }
    doubles.flush();
  }

  static Covariance read(DataInput in) throws IOException {
    int size = Wire.readVarInt(in);
    double[] cells = new double[size * size];
    DoubleReader doubles = new DoubleReader(in, triangle(size));
    for (int i = 0; i < size; i++) {
      for (int j = 0; j <= i; j++) {
        cells[i * size + j] = doubles.next();
        cells[j * size + i] = cells[i * size + j];
      }
    }
    return new Covariance(size, cells);
  }

  private static int triangle(int size) {
    return size * (size + 1) / 2;
  }
}
