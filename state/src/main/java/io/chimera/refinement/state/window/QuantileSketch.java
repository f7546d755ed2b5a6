package io.chimera.refinement.state.window;

import com.datadoghq.sketch.ddsketch.DDSketch;
import com.datadoghq.sketch.ddsketch.encoding.ByteArrayInput;
import com.datadoghq.sketch.ddsketch.encoding.GrowingByteArrayOutput;
import com.datadoghq.sketch.ddsketch.mapping.CubicallyInterpolatedMapping;
import com.datadoghq.sketch.ddsketch.mapping.IndexMapping;
import com.datadoghq.sketch.ddsketch.store.Bin;
import com.datadoghq.sketch.ddsketch.store.CollapsingLowestDenseStore;
import com.datadoghq.sketch.ddsketch.store.Store;
import io.chimera.refinement.state.wire.Wire;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;
import java.util.Iterator;
import java.util.function.DoubleUnaryOperator;

/**
 * Mergeable quantiles: exact for up to {@value #EXACT} values, then with a relative error of at
 * most {@link #RELATIVE_ERROR}.
 *
 * <p>A quantile q of n values is the value of rank {@code floor(q (n - 1))}, counted from 0. Up to
 * {@value #EXACT} values are kept as they are: most panes of a single agent hold fewer, and a list
 * is smaller and exact. More go into a DDSketch. The result depends on the values alone, not on the
 * order or grouping in which they were added or merged. Mutable. Source: Masson, Rim, Lee,
 * "DDSketch: a fast and fully-mergeable quantile sketch with relative-error guarantees", VLDB 2019.
 */
public final class QuantileSketch {
  /**
   * Relative error of a quantile once the exact list has overflown; values closer to zero than
   * 1e-300 count as zero.
   */
  public static final double RELATIVE_ERROR = 0.01;

  static final int EXACT = 64;

  /**
   * 2,048 bins of 2 % cover 17 orders of magnitude below the largest value; what is smaller still
   * counts as that.
   */
  private static final int MAX_BINS = 2048;

  private static final IndexMapping MAPPING = new CubicallyInterpolatedMapping(RELATIVE_ERROR);
  private static final double[] NONE = {};

  private double[] values = NONE;
  private int size;
  private boolean sorted = true;
  private DDSketch bins;

  public void add(double value) {
    if (bins != null) {
      bins.accept(clamp(value));
      return;
    }
    if (size == EXACT) {
      overflow();
      bins.accept(clamp(value));
      return;
    }
    if (size == values.length) {
      values = Arrays.copyOf(values, size == 0 ? 4 : Math.min(EXACT, size * 2));
    }
    double kept = value + 0.0; // one zero only: sorting would put -0.0 before 0.0, wherever it came
    sorted = sorted && (size == 0 || values[size - 1] <= kept);
    values[size++] = kept;
  }

  /** Adds {@code value} {@code count} times. */
  public void add(double value, long count) {
    if (bins == null && size + count <= EXACT) {
      for (long i = 0; i < count; i++) {
        add(value);
      }
    } else if (count > 0) {
      overflow();
      bins.accept(clamp(value), count);
    }
  }

  public void merge(QuantileSketch other) {
    if (other.bins == null && bins == null && size + other.size <= EXACT) {
      append(other);
    } else if (other.bins == null) {
      for (int i = 0; i < other.size; i++) {
        add(other.values[i]);
      }
    } else {
      overflow();
      bins.mergeWith(other.bins);
    }
  }

  private void append(QuantileSketch other) {
    if (other.size == 0) {
      return;
    }
    if (size + other.size > values.length) {
      values =
          Arrays.copyOf(values, Math.min(EXACT, Math.max(size + other.size, 2 * values.length)));
    }
    sorted = other.sorted && sorted && (size == 0 || values[size - 1] <= other.values[0]);
    System.arraycopy(other.values, 0, values, size, other.size);
    size += other.size;
  }

  public boolean isEmpty() {
    return size == 0 && bins == null;
  }

  /** Whether the values themselves are held, {@code more} of them still included. */
  boolean holdsValues(long more) {
    return bins == null && size + more <= EXACT;
  }

  /** How many values are held as they are. */
  int heldValues() {
    return size;
  }

  /** One of the values that are held as they are, counted from 0, in no particular order. */
  double heldValue(int index) {
    return values[index];
  }

  /**
   * The value at quantile {@code q} in [0, 1], in the unit of what was added; 0 when nothing was.
   */
  public double quantile(double q) {
    if (bins != null) {
      return bins.getValueAtQuantile(q);
    }
    if (size == 0) {
      return 0;
    }
    sort();
    return values[(int) (q * (size - 1))];
  }

  private void sort() {
    if (!sorted) {
      Arrays.sort(values, 0, size);
      sorted = true;
    }
  }

  private void overflow() {
    if (bins == null) {
      bins = emptyBins();
      for (int i = 0; i < size; i++) {
        bins.accept(clamp(values[i]));
      }
      values = NONE;
      size = 0;
    }
  }

  /**
   * Hands over the content as (representative value, count), ascending; a representative is within
   * the relative error.
   */
  public void forEachBin(BinConsumer consumer) {
    if (bins == null) {
      sort();
      for (int i = 0; i < size; i++) {
        consumer.accept(values[i], 1);
      }
      return;
    }
    double[] others = {bins.getCount()};
    Iterator<Bin> negative = bins.getNegativeValueStore().getDescendingIterator();
    others[0] -= feed(negative, index -> -MAPPING.value((int) index), consumer);
    others[0] -= bins.getPositiveValueStore().getTotalCount();
    if (others[0] > 0.5) {
      consumer.accept(0, Math.round(others[0]));
    }
    feed(
        bins.getPositiveValueStore().getAscendingIterator(),
        index -> MAPPING.value((int) index),
        consumer);
  }

  private static double feed(
      Iterator<Bin> iterator, DoubleUnaryOperator value, BinConsumer consumer) {
    double fed = 0;
    while (iterator.hasNext()) {
      Bin bin = iterator.next();
      fed += bin.getCount();
      consumer.accept(value.applyAsDouble(bin.getIndex()), Math.round(bin.getCount()));
    }
    return fed;
  }

  /** Receives the bins of a sketch. */
  @FunctionalInterface
  public interface BinConsumer {
    void accept(double value, long count);
  }

  public QuantileSketch copy() {
    QuantileSketch copy = new QuantileSketch();
    copy.values = size == 0 ? NONE : Arrays.copyOf(values, size);
    copy.size = size;
    copy.sorted = sorted;
    copy.bins = bins == null ? null : bins.copy();
    return copy;
  }

  private static double clamp(double value) {
    double magnitude = Math.abs(value);
    if (magnitude > MAPPING.maxIndexableValue()) {
      return Math.copySign(MAPPING.maxIndexableValue(), value);
    }
    return value;
  }

  private static DDSketch emptyBins() {
    return new DDSketch(MAPPING, QuantileSketch::emptyStore);
  }

  private static Store emptyStore() {
    return new CollapsingLowestDenseStore(MAX_BINS);
  }

  void write(DataOutput out) throws IOException {
    if (bins == null) {
      sort();
      Wire.writeVarInt(out, size + 1);
      for (int i = 0; i < size; i++) {
        out.writeDouble(values[i]);
      }
    } else {
      GrowingByteArrayOutput encoded = GrowingByteArrayOutput.withInitialCapacity(256);
      bins.encode(encoded, true);
      Wire.writeVarInt(out, 0);
      Wire.writeVarInt(out, encoded.numWrittenBytes());
      out.write(encoded.backingArray(), 0, encoded.numWrittenBytes());
    }
  }

  static QuantileSketch read(DataInput in) throws IOException {
    QuantileSketch sketch = new QuantileSketch();
    int marker = Wire.readVarInt(in);
    if (marker == 0) {
      byte[] encoded = Wire.readBytes(in);
      sketch.bins =
          DDSketch.decode(ByteArrayInput.wrap(encoded), QuantileSketch::emptyStore, MAPPING);
    } else {
      sketch.size = marker - 1;
      sketch.values = sketch.size == 0 ? NONE : new double[sketch.size];
      for (int i = 0; i < sketch.size; i++) {
        sketch.values[i] = in.readDouble();
      }
    }
    return sketch;
  }
}
