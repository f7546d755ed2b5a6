package io.chimera.refinement.state.optimise.context;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * What one action pays in one group, as far as it differs from what it pays in all groups: the sums
 * of a ridge regression on what the pooled model left unexplained, kept raw, so that they can be
 * read with any ridge.
 *
 * <p>Difference of the weights: (A + λI)⁻¹ b, A = Σ w z zᵀ, b = Σ w z e: the posterior mean of a
 * group whose weights vary round the pooled ones. Source: Gelman and Hill, "Data analysis using
 * regression and multilevel models", 2007, section 12.2. Cost: O(n³/6).
 */
final class GroupRegression {
  /** By how much a group differs, and the variance of what is believed about that. */
  record Difference(double mean, double variance) {
    static final Difference NONE = new Difference(0, 0);
  }

  private final int size;
  private final double[] squares;
  private final double[] products;
  private int count;

  GroupRegression(int size) {
    this.size = size;
    squares = new double[size * (size + 1) / 2];
    products = new double[size];
  }

  int count() {
    return count;
  }

  /** Adds {@code weight} z zᵀ to A and {@code pull} z to b. */
  void add(double[] z, double weight, double pull) {
    for (int i = 0, cell = 0; i < size; i++) {
      for (int j = 0; j <= i; j++, cell++) {
        squares[cell] += weight * z[i] * z[j];
      }
      products[i] += z[i] * pull;
    }
    count++;
  }

  /** By how much the group differs at {@code z}. */
  Difference difference(double ridge, double[] z) {
    double[] factor = squares.clone();
    double[] right = products.clone();
    for (int i = 0; i < size; i++) {
      factor[i * (i + 1) / 2 + i] += ridge; // positive definite, whatever was added
    }
    double[] left = z.clone();
    double mean = 0;
    double variance = 0;
    for (int i = 0; i < size; i++) { // Cholesky, both sides solved on the way
      int row = i * (i + 1) / 2;
      for (int j = 0; j <= i; j++) {
        int other = j * (j + 1) / 2;
        double sum = factor[row + j];
        for (int k = 0; k < j; k++) {
          sum -= factor[row + k] * factor[other + k];
        }
        factor[row + j] = j < i ? sum / factor[other + j] : Math.sqrt(Math.max(sum, 1e-9 * ridge));
      }
      for (int k = 0; k < i; k++) {
        right[i] -= factor[row + k] * right[k];
        left[i] -= factor[row + k] * left[k];
      }
      right[i] /= factor[row + i];
      left[i] /= factor[row + i];
      mean += left[i] * right[i];
      variance += left[i] * left[i];
    }
    return new Difference(mean, variance);
  }

  void write(DataOutput out) throws IOException {
    out.writeInt(count);
    for (int i = 0; count > 0 && i < squares.length; i++) {
      out.writeDouble(squares[i]);
    }
    for (int i = 0; count > 0 && i < size; i++) {
      out.writeDouble(products[i]);
    }
  }

  static GroupRegression read(DataInput in, int size) throws IOException {
    GroupRegression read = new GroupRegression(size);
    read.count = in.readInt();
    for (int i = 0; read.count > 0 && i < read.squares.length; i++) {
      read.squares[i] = in.readDouble();
    }
    for (int i = 0; read.count > 0 && i < size; i++) {
      read.products[i] = in.readDouble();
    }
    return read;
  }
}
