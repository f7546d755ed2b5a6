package io.chimera.refinement.state.window;

import io.chimera.refinement.state.wire.Wire;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;

/**
 * A sum of doubles without rounding error, so that it does not depend on the order in which its
 * parts arrive.
 *
 * <p>The sum is kept as an expansion of non-overlapping doubles in ascending magnitude; adding
 * costs a few floating-point operations per component, of which there are seldom more than three. A
 * sum beyond the range of a double saturates there. Mutable. Source: Shewchuk, "Adaptive Precision
 * Floating-Point Arithmetic and Fast Robust Geometric Predicates", 1997, section 2.4.
 */
final class ExactSum {
  private double[] parts = new double[2];
  private int size;

  void add(double value) {
    if (Double.isInfinite(value)) {
      saturate(value);
      return;
    }
    double x = value;
    int kept = 0;
    for (int j = 0; j < size; j++) {
      double y = parts[j];
      if (Math.abs(x) < Math.abs(y)) {
        double swap = x;
        x = y;
        y = swap;
      }
      double high = x + y;
      if (Double.isInfinite(high)) {
        saturate(high);
        return;
      }
      double low = y - (high - x);
      if (low != 0) {
        parts[kept++] = low;
      }
      x = high;
    }
    if (x != 0) {
      if (kept == parts.length) {
        parts = Arrays.copyOf(parts, parts.length * 2);
      }
      parts[kept++] = x;
    }
    size = kept;
  }

  /**
   * Adds {@code x * x} exactly: the product and its rounding error. A square beyond the range of a
   * double saturates.
   */
  void addSquare(double x) {
    double square = x * x;
    if (Double.isInfinite(square)) {
      saturate(square);
      return;
    }
    add(square);
    double error = Math.fma(x, x, -square);
    if (error != 0) {
      add(error);
    }
  }

  void add(ExactSum other) {
    for (int i = 0; i < other.size; i++) {
      add(other.parts[i]);
    }
  }

  private void saturate(double infinity) {
    parts[0] = infinity > 0 ? Double.MAX_VALUE : -Double.MAX_VALUE;
    size = 1;
  }

  /** Whether the sum left the range of a double and stands at its end. */
  boolean saturated() {
    return size == 1 && Math.abs(parts[0]) == Double.MAX_VALUE;
  }

  /** The sum, correctly rounded (half to even). */
  double value() {
    if (size == 0) {
      return 0;
    }
    int i = size - 1;
    double high = parts[i];
    double low = 0;
    while (i > 0) {
      double x = high;
      double y = parts[--i];
      high = x + y;
      low = y - (high - x);
      if (low != 0) {
        break;
      }
    }
    // Half-way cases: the rest decides which way to round.
    if (i > 0 && ((low < 0 && parts[i - 1] < 0) || (low > 0 && parts[i - 1] > 0))) {
      double y = low * 2;
      double x = high + y;
      if (y == x - high) {
        high = x;
      }
    }
    return high;
  }

  /**
   * What {@link #value()} leaves out, correctly rounded: with it the sum is known to about 106
   * bits.
   */
  double remainder() {
    if (size < 2) {
      return 0;
    }
    ExactSum rest = copy();
    rest.add(-value());
    return rest.value();
  }

  ExactSum copy() {
    ExactSum copy = new ExactSum();
    copy.parts = Arrays.copyOf(parts, Math.max(2, size));
    copy.size = size;
    return copy;
  }

  void write(DataOutput out) throws IOException {
    Wire.writeDoubles(out, parts, size);
  }

  static ExactSum read(DataInput in) throws IOException {
    ExactSum sum = new ExactSum();
    double[] parts = Wire.readDoubles(in);
    sum.size = parts.length;
    sum.parts = parts.length < 2 ? Arrays.copyOf(parts, 2) : parts;
    return sum;
  }
}
