package io.chimera.refinement.state.optimise;

import io.chimera.refinement.state.wire.Wire;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/** The last values of an objective, in the order of their window ends. */
public final class ObjectiveHistory {
  private static final int CAPACITY = 64;

  private final long[] ends = new long[CAPACITY];
  private final double[] values = new double[CAPACITY];
  private int size;

  /** The objective of the window that ended at {@code endMillis}. */
  public record Point(long endMillis, double value) {}

  /** Remembers a value; false, and nothing remembered, when it is not newer than the last one. */
  boolean add(long endMillis, double value) {
    if (size > 0 && endMillis <= ends[size - 1]) {
      return false;
    }
    if (size == CAPACITY) {
      size--;
      System.arraycopy(ends, 1, ends, 0, size);
      System.arraycopy(values, 1, values, 0, size);
    }
    ends[size] = endMillis;
    values[size] = value;
    size++;
    return true;
  }

  /** The last point that ended in [{@code fromMillis}, {@code toMillis}]. */
  Optional<Point> lastBetween(long fromMillis, long toMillis) {
    for (int i = size - 1; i >= 0; i--) {
      if (ends[i] <= toMillis) {
        return ends[i] < fromMillis ? Optional.empty() : Optional.of(new Point(ends[i], values[i]));
      }
    }
    return Optional.empty();
  }

  /** End of the first window that ended at {@code fromMillis} or later. */
  OptionalLong firstEndFrom(long fromMillis) {
    for (int i = 0; i < size; i++) {
      if (ends[i] >= fromMillis) {
        return OptionalLong.of(ends[i]);
      }
    }
    return OptionalLong.empty();
  }

  /** Mean of the values that ended in [{@code fromMillis}, {@code toMillis}]. */
  OptionalDouble meanBetween(long fromMillis, long toMillis) {
    double mean = 0;
    int count = 0;
    for (int i = 0; i < size; i++) {
      if (ends[i] >= fromMillis && ends[i] <= toMillis) {
        count++;
        mean += values[i] / count - mean / count; // no sum that could overflow
      }
    }
    return count == 0 ? OptionalDouble.empty() : OptionalDouble.of(mean);
  }

  /** Deviation of the values relative to their mean; NaN of fewer than two, or round zero. */
  double relativeSpread() {
    double mean = 0;
    double scatter = 0;
    for (int i = 0; i < size; i++) {
      double distance = values[i] - mean;
      mean += distance / (i + 1);
      scatter += distance * (values[i] - mean);
    }
    double spread = Math.sqrt(scatter / size) / Math.abs(mean);
    return size < 2 || !Double.isFinite(spread) ? Double.NaN : spread;
  }

  void write(DataOutput out) throws IOException {
    Wire.writeVarInt(out, size);
    for (int i = 0; i < size; i++) {
      out.writeLong(ends[i]);
      out.writeDouble(values[i]);
    }
  }

  static ObjectiveHistory read(DataInput in) throws IOException {
    ObjectiveHistory history = new ObjectiveHistory();
    history.size = Wire.readVarInt(in);
    for (int i = 0; i < history.size; i++) {
      history.ends[i] = in.readLong();
      history.values[i] = in.readDouble();
    }
    return history;
  }
}
