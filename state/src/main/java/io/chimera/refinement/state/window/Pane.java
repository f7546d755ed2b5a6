package io.chimera.refinement.state.window;

import io.chimera.refinement.state.event.Histogram;
import io.chimera.refinement.state.event.Sample;
import io.chimera.refinement.state.wire.Codec;
import io.chimera.refinement.state.wire.Wire;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.function.DoublePredicate;

/**
 * The mergeable statistics of the values of one series in one stretch of time.
 *
 * <p>Count, sum, mean, minimum, maximum and standard deviation are exact: sums are kept without
 * rounding, so that neither the order of the values nor the way in which panes were merged changes
 * a bit of the result. Quantiles come from a {@link QuantileSketch}. A histogram counts with its
 * exact count, sum, minimum and maximum; its spread and quantiles are those of its buckets.
 * Mutable; whoever emits a pane gives it away.
 */
public final class Pane {
  public static final Codec<Pane> CODEC = new PaneCodec();

  private long count;
  private double min = Double.POSITIVE_INFINITY;
  private double max = Double.NEGATIVE_INFINITY;
  private ExactSum sum = new ExactSum();
  private ExactSum squares = new ExactSum();
  private QuantileSketch sketch = new QuantileSketch();

  public void add(double value) {
    count++;
    min = Math.min(min, value);
    max = Math.max(max, value);
    sum.add(value);
    squares.addProduct(value, value);
    sketch.add(value);
  }

  public void add(Sample sample) {
    if (sample.isHistogram()) {
      add(sample.histogram());
    } else if (sample.isArray()) {
      for (double value : sample.observations()) {
        add(value);
      }
    } else {
      add(sample.value());
    }
  }

  /**
   * Adds a reported distribution; each bucket counts at its upper bound, cut to the reported
   * minimum and maximum.
   */
  public void add(Histogram histogram) {
    if (histogram.count() == 0) {
      return;
    }
    count += histogram.count();
    min = Math.min(min, histogram.min());
    max = Math.max(max, histogram.max());
    sum.add(histogram.sum());
    addSpread(histogram);
    for (int i = 0; i < histogram.counts().length; i++) {
      long n = histogram.counts()[i];
      if (n > 0) {
        sketch.add(bucketValue(histogram, i), n);
      }
    }
  }

  /**
   * Adds to the sum of squares what gives the histogram its exact mean and the spread of its
   * buckets: n mean² + Σ nᵢ (vᵢ - v̄)².
   */
  private void addSpread(Histogram histogram) {
    double n = histogram.count();
    double square = histogram.sum() * histogram.sum();
    double quotient = square / n;
    squares.add(quotient);
    if (!Double.isInfinite(square)) {
      double squareLow = Math.fma(histogram.sum(), histogram.sum(), -square);
      squares.add((Math.fma(-quotient, n, square) + squareLow) / n);
    }
    double bucketMean = 0;
    for (int i = 0; i < histogram.counts().length; i++) {
      bucketMean += bucketValue(histogram, i) * (histogram.counts()[i] / n);
    }
    for (int i = 0; i < histogram.counts().length; i++) {
      if (histogram.counts()[i] > 0) {
        double distance = bucketValue(histogram, i) - bucketMean;
        squares.add(distance * distance * histogram.counts()[i]);
      }
    }
  }

  private static double bucketValue(Histogram histogram, int bucket) {
    return Math.max(histogram.min(), Math.min(histogram.max(), histogram.upperBounds()[bucket]));
  }

  public void merge(Pane other) {
    count += other.count;
    min = Math.min(min, other.min);
    max = Math.max(max, other.max);
    sum.add(other.sum);
    squares.add(other.squares);
    sketch.merge(other.sketch);
  }

  public boolean isEmpty() {
    return count == 0;
  }

  public long count() {
    return count;
  }

  public double sum() {
    return sum.value();
  }

  /** Arithmetic mean; 0 when empty. */
  public double mean() {
    return count == 0 ? 0 : Math.max(min, Math.min(max, sum.value() / count));
  }

  /** Smallest value; 0 when empty. */
  public double min() {
    return count == 0 ? 0 : min;
  }

  /** Largest value; 0 when empty. */
  public double max() {
    return count == 0 ? 0 : max;
  }

  /**
   * Population standard deviation; 0 when empty.
   *
   * <p>(n Σx² - (Σx)²) / n², the difference taken without rounding: a spread that is tiny against
   * the mean loses nothing. Beyond the range of a double it is half the spread between minimum and
   * maximum, which it never exceeds (Popoviciu 1935).
   */
  public double stddev() {
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

  /** The value at quantile {@code q} in [0, 1], never outside what was seen; 0 when empty. */
  public double quantile(double q) {
    return count == 0 ? 0 : Math.max(min, Math.min(max, sketch.quantile(q)));
  }

  /**
   * How many values fulfil {@code condition}: exact while the sketch holds the values themselves,
   * else a value counts at its bin, off by no more than the sketch's relative error.
   */
  public long countWhere(DoublePredicate condition) {
    long[] found = {0};
    sketch.forEachBin(
        (value, n) -> {
          if (condition.test(Math.max(min, Math.min(max, value)))) {
            found[0] += n;
          }
        });
    return found[0];
  }

  /** The same values in another unit: each times {@code factor}, which is positive. */
  public Pane scaled(double factor) {
    if (factor == 1) {
      return copy();
    }
    Pane scaled = new Pane();
    scaled.count = count;
    scaled.min = min * factor;
    scaled.max = max * factor;
    for (double term : sum.terms()) {
      scaled.sum.addProduct(term, factor);
    }
    for (double term : squares.terms()) {
      scaled.squares.addProduct(term, factor * factor);
    }
    sketch.forEachBin((value, n) -> scaled.sketch.add(value * factor, n));
    return scaled;
  }

  public QuantileSketch sketch() {
    return sketch;
  }

  public Pane copy() {
    Pane copy = new Pane();
    copy.count = count;
    copy.min = min;
    copy.max = max;
    copy.sum = sum.copy();
    copy.squares = squares.copy();
    copy.sketch = sketch.copy();
    return copy;
  }

  private static final class PaneCodec implements Codec<Pane> {
    private static final long serialVersionUID = 1;

    @Override
    public String name() {
      return "pane";
    }

    @Override
    public int version() {
      return 1;
    }

    @Override
    public boolean immutable() {
      return false;
    }

    @Override
    public void write(Pane pane, DataOutput out) throws IOException {
      Wire.writeVarLong(out, pane.count);
      if (pane.count > 0) {
        out.writeDouble(pane.min);
        out.writeDouble(pane.max);
        pane.sum.write(out);
        pane.squares.write(out);
        pane.sketch.write(out);
      }
    }

    @Override
    public Pane read(DataInput in, int version) throws IOException {
      Pane pane = new Pane();
      pane.count = Wire.readVarLong(in);
      if (pane.count > 0) {
        pane.min = in.readDouble();
        pane.max = in.readDouble();
        pane.sum = ExactSum.read(in);
        pane.squares = ExactSum.read(in);
        pane.sketch = QuantileSketch.read(in);
      }
      return pane;
    }
  }
}
