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
  private static final double HALF_RANGE = 0x1p1023;

  /** The carry of an infinite part: no number of finite ones brings it back. */
  private static final long BEYOND = 1L << 60;

  private double[] parts = new double[2];
  private int size;

  /** How many times 2^1023 is set aside because a sum on the way left the range of a double. */
  private long carry;

  void add(double value) {
    if (Double.isInfinite(value)) {
      carry(value > 0 ? BEYOND : -BEYOND);
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
      while (Double.isInfinite(x + y)) {
        carry(x > 0 ? 1 : -1);
        x -= Math.copySign(HALF_RANGE, x); // exact: x is at least that large
        if (Math.abs(x) < Math.abs(y)) {
          double swap = x;
          x = y;
          y = swap;
        }
      }
      double high = x + y;
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
   * Adds {@code x * y} exactly: the product and its rounding error. One beyond the range of a
   * double is infinite.
   */
  void addProduct(double x, double y) {
    double product = x * y;
    add(product);
    if (!Double.isInfinite(product)) {
      add(Math.fma(x, y, -product));
    }
  }

  void add(ExactSum other) {
    carry(other.carry);
    for (int i = 0; i < other.size; i++) {
      add(other.parts[i]);
    }
  }

  private void carry(long times) {
    carry = Math.max(-BEYOND, Math.min(BEYOND, carry + times));
  }

  /** Whether the sum lies beyond the range of a double, or at its very end. */
  boolean saturated() {
    return Math.abs(value()) == Double.MAX_VALUE;
  }

  /** The same sum with the carry put back, as far as a double reaches. */
  private ExactSum settled() {
    ExactSum settled = copy();
    settled.carry = 0;
    for (long i = Math.abs(carry); i > 0; i--) {
      settled.add(Math.copySign(HALF_RANGE, carry));
      if (settled.carry != 0) {
        ExactSum end = new ExactSum();
        end.add(Math.copySign(Double.MAX_VALUE, carry));
        return end;
      }
    }
    return settled;
  }

  /** The sum, correctly rounded (half to even). */
  double value() {
    if (carry != 0) {
      return settled().value();
    }
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
   * The whole sum as doubles of falling magnitude, each one the correctly rounded rest: the same
   * sum gives the same terms, however it came about.
   */
  double[] terms() {
    ExactSum rest = carry == 0 ? copy() : settled();
    double[] terms = new double[rest.size];
    int count = 0;
    while (rest.size > 0) {
      double next = rest.value();
      if (count == terms.length) {
        terms = Arrays.copyOf(terms, count + 2);
      }
      terms[count++] = next;
      rest.add(-next);
    }
    return Arrays.copyOf(terms, count);
  }

  ExactSum copy() {
    ExactSum copy = new ExactSum();
    copy.parts = Arrays.copyOf(parts, Math.max(2, size));
    copy.size = size;
    copy.carry = carry;
    return copy;
  }

  void write(DataOutput out) throws IOException {
    Wire.writeDoubles(out, parts, size);
    Wire.writeVarLong(out, carry);
  }

  static ExactSum read(DataInput in) throws IOException {
    ExactSum sum = new ExactSum();
    double[] parts = Wire.readDoubles(in);
    sum.size = parts.length;
    sum.parts = parts.length < 2 ? Arrays.copyOf(parts, 2) : parts;
    sum.carry = Wire.readVarLong(in);
    return sum;
  }
}
