package io.chimera.refinement.state.window;

import io.chimera.refinement.state.event.Histogram;
import io.chimera.refinement.state.event.Sample;
import io.chimera.refinement.state.wire.Codec;
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
 *
 * <p>While the sketch holds the values themselves, they are all there is: adding one appends it,
 * and the {@link Moments} are worked out when they are asked for. Mutable; whoever emits a pane
 * gives it away.
 */
public final class Pane {
  public static final Codec<Pane> CODEC = new PaneCodec();

  private QuantileSketch sketch = new QuantileSketch();

  /** Worked out from the values that the sketch holds, or null; the truth once it holds none. */
  private Moments moments;

  private boolean fromValues = true;

  public void add(double value) {
    if (fromValues && sketch.holdsValues(1)) {
      sketch.add(value);
      moments = null;
    } else {
      own().add(value);
      sketch.add(value);
    }
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

  /** The moments, to be read. */
  private Moments moments() {
    if (moments == null) {
      moments = new Moments();
      for (int i = 0; i < sketch.heldValues(); i++) {
        moments.add(sketch.heldValue(i));
      }
    }
    return moments;
  }

  /** Works the moments out now: of a pane that is merged into many windows, once for all. */
  Pane summed() {
    moments();
    return this;
  }

  /** The moments, to be changed: from now on they are kept beside the sketch. */
  private Moments own() {
    Moments own = moments();
    fromValues = false;
    return own;
  }

  /**
   * Adds a reported distribution; each bucket counts at its upper bound, cut to the reported
   * minimum and maximum.
   */
  public void add(Histogram histogram) {
    if (histogram.count() == 0) {
      return;
    }
    Moments own = own();
    own.count += histogram.count();
    own.min = Math.min(own.min, histogram.min() + 0.0);
    own.max = Math.max(own.max, histogram.max() + 0.0);
    own.sum.add(histogram.sum());
    addSpread(histogram, own.squares);
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
  private static void addSpread(Histogram histogram, ExactSum squares) {
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
    if (fromValues && other.fromValues && sketch.holdsValues(other.sketch.heldValues())) {
      // Worked out already on both sides: merged, they cost less than from all values again.
      if (moments != null && other.moments != null) {
        moments.merge(other.moments);
      } else {
        moments = null;
      }
    } else {
      own().merge(other.moments());
    }
    sketch.merge(other.sketch);
  }

  public boolean isEmpty() {
    return count() == 0;
  }

  public long count() {
    return fromValues ? sketch.heldValues() : moments.count;
  }

  public double sum() {
    return moments().sum.value();
  }

  /** Arithmetic mean; 0 when empty. */
  public double mean() {
    return isEmpty() ? 0 : moments().mean();
  }

  /** Smallest value; 0 when empty. */
  public double min() {
    return isEmpty() ? 0 : moments().min;
  }

  /** Largest value; 0 when empty. */
  public double max() {
    return isEmpty() ? 0 : moments().max;
  }

  /** Population standard deviation; 0 when empty. */
  public double stddev() {
    return isEmpty() ? 0 : moments().stddev();
  }

  /** The value at quantile {@code q} in [0, 1], never outside what was seen; 0 when empty. */
  public double quantile(double q) {
    return isEmpty() ? 0 : within(sketch.quantile(q));
  }

  private double within(double value) {
    return fromValues ? value : Math.max(moments.min, Math.min(moments.max, value));
  }

  /**
   * How many values fulfil {@code condition}: exact while the sketch holds the values themselves,
   * else a value counts at its bin, off by no more than the sketch's relative error.
   */
  public long countWhere(DoublePredicate condition) {
    long[] found = {0};
    sketch.forEachBin(
        (value, n) -> {
          if (condition.test(within(value))) {
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
    scaled.moments = moments().scaled(factor);
    scaled.fromValues = false;
    sketch.forEachBin((value, n) -> scaled.sketch.add(value * factor, n));
    return scaled;
  }

  public QuantileSketch sketch() {
    return sketch;
  }

  public Pane copy() {
    Pane copy = new Pane();
    copy.moments = moments == null ? null : moments.copy();
    copy.fromValues = fromValues;
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
      out.writeBoolean(pane.fromValues);
      if (!pane.fromValues) {
        pane.moments.write(out);
      }
      pane.sketch.write(out);
    }

    @Override
    public Pane read(DataInput in, int version) throws IOException {
      Pane pane = new Pane();
      pane.fromValues = in.readBoolean();
      if (!pane.fromValues) {
        pane.moments = Moments.read(in);
      }
      pane.sketch = QuantileSketch.read(in);
      return pane;
    }
  }
}
