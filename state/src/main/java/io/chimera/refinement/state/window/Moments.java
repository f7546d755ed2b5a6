package io.chimera.refinement.state.window;

import io.chimera.refinement.state.wire.Wire;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** Count, extremes and the exact sums of some values and of their squares. Mutable. */
final class Moments {
  long count;
  double min = Double.POSITIVE_INFINITY;
  double max = Double.NEGATIVE_INFINITY;
  ExactSum sum = new ExactSum();
  ExactSum squares = new ExactSum();

  void add(double value) {
    count++;
    min = Math.min(min, value + 0.0); // one zero only, as in the sketch
    max = Math.max(max, value + 0.0);
    sum.add(value);
    squares.addProduct(value, value);
  }

  void merge(Moments other) {
    count += other.count;
    min = Math.min(min, other.min);
    max = Math.max(max, other.max);
    sum.add(other.sum);
    squares.add(other.squares);
  }

  /** Arithmetic mean of at least one value. */
  double mean() {
    return Math.max(min, Math.min(max, sum.value() / count));
  }

  /**
   * Population standard deviation.
   *
   * <p>(n Σx² - (Σx)²) / n², the difference taken without rounding: a spread that is tiny against
   * the mean loses nothing. Beyond the range of a double it is half the spread between minimum and
   * maximum, which it never exceeds (Popoviciu 1935).
   */
  double stddev() {
    if (count < 2 || min == max) {
      return 0;
    }
    double n = count;
    double bound = max / 2 - min / 2;
    double[] sums = sum.terms();
    if (Double.isInfinite(squares.value() * n)
        || (sums.length > 0 && Double.isInfinite(sums[0] * sums[0]))) {
      return bound;
    }
    ExactSum difference = new ExactSum();
    for (double term : squares.terms()) {
      difference.addProduct(term, n);
    }
    for (double one : sums) {
      for (double other : sums) {
        difference.addProduct(-one, other);
      }
    }
    return Math.min(bound, Math.sqrt(Math.max(0, difference.value())) / n);
  }

  /** The moments of the same values, each times {@code factor}. */
  Moments scaled(double factor) {
    Moments scaled = new Moments();
    scaled.count = count;
    scaled.min = min * factor;
    scaled.max = max * factor;
    for (double term : sum.terms()) {
      scaled.sum.addProduct(term, factor);
    }
    for (double term : squares.terms()) {
      scaled.squares.addProduct(term, factor * factor);
    }
    return scaled;
  }

  Moments copy() {
    Moments copy = new Moments();
    copy.count = count;
    copy.min = min;
    copy.max = max;
    copy.sum = sum.copy();
    copy.squares = squares.copy();
    return copy;
  }

  void write(DataOutput out) throws IOException {
    Wire.writeVarLong(out, count);
    out.writeDouble(min);
    out.writeDouble(max);
    sum.write(out);
    squares.write(out);
  }

  static Moments read(DataInput in) throws IOException {
    Moments moments = new Moments();
    moments.count = Wire.readVarLong(in);
    moments.min = in.readDouble();
    moments.max = in.readDouble();
    moments.sum = ExactSum.read(in);
    moments.squares = ExactSum.read(in);
    return moments;
  }
}
