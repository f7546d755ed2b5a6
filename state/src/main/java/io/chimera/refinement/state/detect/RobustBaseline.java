package io.chimera.refinement.state.detect;

import io.chimera.refinement.state.wire.Wire;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;

/**
 * Where the last values of one series lie, and how far they spread: median, median absolute
 * deviation, running range.
 *
 * <p>State: the values in ascending order, each beside the low byte of its running number, so that
 * the oldest is found again. The values of a window slide by one per update, so keeping them in
 * order is one shift instead of a sort. Cost: O(history) per update and question, no allocation.
 * Source: Hampel, "The influence curve and its role in robust estimation", 1974.
 */
final class RobustBaseline {
  /** A running number is kept in one byte. */
  static final int MAX_HISTORY = 256;

  /** Makes the median absolute deviation of normal noise its standard deviation: 1 / Φ⁻¹(3/4). */
  private static final double NORMAL_CONSISTENCY = 1.4826;

  /**
   * The floor of the scale, as a share of the running range: the cheapest large gain in the
   * project's detection figures.
   */
  private static final double RANGE_FLOOR = 0.01;

  /** Share of the running range that is forgotten per value: half of it in 3,466 values. */
  private static final double RANGE_FORGETTING = 1.0 / 5_000;

  /** How much the standard deviation counts as a scale while bursts are not known to be usual. */
  private static final double BURST_SHARE = 0.6;

  private static final int FIRST_CAPACITY = 16;

  private double[] sorted = new double[FIRST_CAPACITY];
  private byte[] numbers = new byte[FIRST_CAPACITY];
  private int size;
  private int nextNumber;
  private double low;
  private double high;

  int size() {
    return size;
  }

  /** Middle of the known values; 0 when there is none. */
  double median() {
    if (size == 0) {
      return 0;
    }
    int middle = size >>> 1;
    return (size & 1) == 1 ? sorted[middle] : sorted[middle - 1] / 2 + sorted[middle] / 2;
  }

  /** Median distance from {@code median}, which must be {@link #median()}. */
  double medianAbsoluteDeviation(double median) {
    int left = (size - 1) >>> 1;
    int right = left + 1;
    int wanted = size >>> 1;
    double previous = 0;
    double distance = 0;
    // Distances grow outwards on both sides of the median: merging the two runs visits them in
    // order.
    for (int rank = 0; rank <= wanted && rank < size; rank++) {
      double toLeft = left < 0 ? Double.POSITIVE_INFINITY : median - sorted[left];
      double toRight = right == size ? Double.POSITIVE_INFINITY : sorted[right] - median;
      previous = distance;
      if (left >= 0 && toLeft <= toRight) {
        distance = toLeft;
        left--;
      } else {
        distance = toRight;
        right++;
      }
    }
    return (size & 1) == 1 ? distance : previous / 2 + distance / 2;
  }

  /**
   * Population standard deviation of the values, which are learned winsorised: wide where bursts
   * are usual.
   */
  private double standardDeviation() {
    double mean = 0;
    for (int i = 0; i < size; i++) {
      mean += sorted[i] / size;
    }
    double variance = 0;
    for (int i = 0; i < size; i++) {
      double distance = sorted[i] - mean;
      variance += distance * distance / size;
    }
    return Math.sqrt(variance);
  }

  /**
   * What counts as one deviation, never 0: the median deviation or the standard deviation,
   * whichever is larger, or the largest of the floors.
   *
   * @param bursts whether bursts are usual; if not, the standard deviation counts by a share only:
   *     an incident or two among the last values must not hide the next one
   */
  double scale(double median, boolean bursts, double relativeFloor, double absoluteFloor) {
    double spread =
        Math.max(
            NORMAL_CONSISTENCY * medianAbsoluteDeviation(median),
            (bursts ? 1 : BURST_SHARE) * standardDeviation());
    double floor = Math.max(RANGE_FLOOR * (high - low), relativeFloor * Math.abs(median));
    return Math.max(Math.max(spread, floor), absoluteFloor);
  }

  /**
   * {@code value} as far as it may widen the running range: by itself it raises the floor no higher
   * than {@code scale}, so that one absurd value does not silence the watch, while a wide series
   * still comes to its full range.
   */
  static double forRange(double value, double median, double scale) {
    double farthest = scale / RANGE_FLOOR;
    return Math.max(median - farthest, Math.min(median + farthest, value));
  }

  /**
   * Learns a value, and forgets the oldest values beyond {@code history}.
   *
   * @param value the value as it counts for median and spread
   * @param forRange the value as it counts for the running range
   */
  void learn(double value, double forRange, int history) {
    while (size >= history) {
      removeOldest();
    }
    insert(value, history);
    double forgotten = (high - low) * RANGE_FORGETTING;
    low = size == 1 ? forRange : Math.min(forRange, low + forgotten);
    high = size == 1 ? forRange : Math.max(forRange, high - forgotten);
  }

  private void removeOldest() {
    byte oldest = (byte) (nextNumber - size);
    int at = 0;
    while (numbers[at] != oldest) {
      at++;
    }
    size--;
    System.arraycopy(sorted, at + 1, sorted, at, size - at);
    System.arraycopy(numbers, at + 1, numbers, at, size - at);
  }

  private void insert(double value, int history) {
    if (size == sorted.length) {
      int capacity = Math.min(history, 2 * size);
      sorted = Arrays.copyOf(sorted, capacity);
      numbers = Arrays.copyOf(numbers, capacity);
    }
    int found = Arrays.binarySearch(sorted, 0, size, value);
    int at = found < 0 ? -found - 1 : found;
    System.arraycopy(sorted, at, sorted, at + 1, size - at);
    System.arraycopy(numbers, at, numbers, at + 1, size - at);
    sorted[at] = value;
    numbers[at] = (byte) nextNumber;
    nextNumber = (nextNumber + 1) & 0xFF;
    size++;
  }

  void write(DataOutput out) throws IOException {
    Wire.writeDoubles(out, sorted, size);
    out.write(numbers, 0, size);
    out.writeByte(nextNumber);
    out.writeDouble(low);
    out.writeDouble(high);
  }

  static RobustBaseline read(DataInput in) throws IOException {
    RobustBaseline baseline = new RobustBaseline();
    double[] values = Wire.readDoubles(in);
    baseline.size = values.length;
    byte[] numbers = new byte[values.length];
    in.readFully(numbers);
    baseline.sorted =
        values.length < FIRST_CAPACITY ? Arrays.copyOf(values, FIRST_CAPACITY) : values;
    baseline.numbers =
        values.length < FIRST_CAPACITY ? Arrays.copyOf(numbers, FIRST_CAPACITY) : numbers;
    baseline.nextNumber = in.readUnsignedByte();
    baseline.low = in.readDouble();
    baseline.high = in.readDouble();
    return baseline;
  }
}
