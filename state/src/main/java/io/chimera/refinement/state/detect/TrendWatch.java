package io.chimera.refinement.state.detect;

import io.chimera.refinement.state.event.Finding.EvidencePoint;
import io.chimera.refinement.state.wire.Codec;
import io.chimera.refinement.state.wire.Wire;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Whether one series rises or falls over what is remembered of it: at most 30 days.
 *
 * <p>Values are collected in blocks of equally many; when there are {@value #CAPACITY}, neighbours
 * are merged, so that memory is constant and short and long histories are both seen whole. At the
 * end of each block the course of the day is taken out, as soon as there are days enough to know
 * it, extreme blocks are drawn in, and {@link TrendTest} judges. A trend is called from a
 * probability of {@value TrendTest#SIGNIFICANCE} on, and stands until the test no longer finds it.
 *
 * <p>A block of a long history takes minutes or hours to fill; {@link #judgeOpen} does not wait for
 * that, but judges with the values of the open block counted to the one before.
 *
 * <p>Time: the order of the values. Cost: O(1) per value, O(blocks) per judgement.
 */
public final class TrendWatch {
  public static final Codec<TrendWatch> CODEC = new TrendWatchCodec();

  /** Blocks that are kept. */
  static final int CAPACITY = 256;

  /** Values beyond count as this: blocks are kept in single precision. */
  private static final double LARGEST = 1e30;

  /** Points that are enough to draw what is remembered. */
  private static final int EVIDENCE = 32;

  private final float[] means = new float[CAPACITY];
  private final int[] seconds = new int[CAPACITY];
  private int blocks;
  private int valuesPerBlock = 1;
  private double origin;
  private long originMillis;
  private double openSum;
  private int openValues;
  private long openMillis;
  private Direction direction = Direction.FLAT;

  // The last test; not part of the state, the next one brings it back.
  private TrendTest.Result result = TrendTest.Result.NONE;
  private ChangePointTest.Result change = ChangePointTest.Result.NONE;

  /** Where a series goes. */
  public enum Direction {
    UP,
    DOWN,
    FLAT;

    public String wireName() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * Learns a finite value.
   *
   * @return whether a block was closed, so that the trend was judged anew
   */
  public boolean observe(long timeMillis, double observed, long dayMillis) {
    double value = Math.max(-LARGEST, Math.min(LARGEST, observed));
    if (blocks == 0 && openValues == 0) {
      origin = value;
      originMillis = timeMillis;
    }
    openSum += value - origin;
    openMillis = timeMillis;
    openValues++;
    if (openValues < valuesPerBlock) {
      return false;
    }
    close(dayMillis);
    if (blocks >= TrendTest.LEAST_VALUES) {
      double[] values = values(dayMillis);
      judge(values);
      change = ChangePointTest.of(values, blocks);
    }
    return true;
  }

  private void close(long dayMillis) {
    if (blocks == CAPACITY) {
      halve();
    }
    means[blocks] = (float) (openSum / openValues);
    long since = (openMillis - originMillis) / 1_000;
    seconds[blocks] = (int) Math.max(Integer.MIN_VALUE, Math.min(Integer.MAX_VALUE, since));
    blocks++;
    openSum = 0;
    openValues = 0;
    long longest = 30 * dayMillis / 1_000;
    int first = 0;
    while (blocks - first > CAPACITY / 2 && (long) seconds[blocks - 1] - seconds[first] > longest) {
      first++;
    }
    if (first > 0) {
      System.arraycopy(means, first, means, 0, blocks - first);
      System.arraycopy(seconds, first, seconds, 0, blocks - first);
      blocks -= first;
      rebase();
    }
  }

  /** Times count from the first block: they fit into an int however old the series is. */
  private void rebase() {
    int shift = seconds[0];
    for (int i = 0; i < blocks; i++) {
      seconds[i] -= shift;
    }
    originMillis += shift * 1_000L;
  }

  private void halve() {
    for (int i = 0; i < CAPACITY / 2; i++) {
      means[i] = (means[2 * i] + means[2 * i + 1]) / 2;
      seconds[i] = seconds[2 * i + 1];
    }
    blocks = CAPACITY / 2;
    valuesPerBlock *= 2;
  }

  /**
   * Judges the trend anew with the values since the last block was closed; change points are looked
   * for in closed blocks only.
   */
  public void judgeOpen(long dayMillis) {
    if (openValues > 0 && blocks >= TrendTest.LEAST_VALUES) {
      judge(values(dayMillis));
    }
  }

  private void judge(double[] values) {
    result = TrendTest.of(values, blocks);
    direction =
        result.probability() >= TrendTest.SIGNIFICANCE
            ? Direction.FLAT
            : result.slope() > 0 ? Direction.UP : Direction.DOWN;
  }

  /** The blocks as they are judged: without the course of the day, and drawn in. */
  private double[] values(long dayMillis) {
    double[] values = new double[blocks];
    for (int i = 0; i < blocks; i++) {
      values[i] = mean(i);
    }
    Blocks.removeDay(values, seconds, originMillis, dayMillis);
    Blocks.drawIn(values);
    return values;
  }

  /** Mean of a block above the origin; what is still open counts to the last one. */
  private double mean(int block) {
    return block == blocks - 1 && openValues > 0
        ? (means[block] * (double) valuesPerBlock + openSum) / (valuesPerBlock + openValues)
        : means[block];
  }

  public Direction direction() {
    return direction;
  }

  /** Change per second of the last judgement. */
  public double slopePerSecond() {
    return result.slope() / secondsPerBlock();
  }

  /** Its standard deviation. */
  public double slopeDeviationPerSecond() {
    return result.slopeDeviation() / secondsPerBlock();
  }

  /** Where the line was at the last block. */
  public double level() {
    return origin + result.level();
  }

  /** Standard deviation of the blocks around the line. */
  public double noise() {
    return result.noise();
  }

  /** How likely a slope as steep comes about without a trend. */
  public double probability() {
    return result.probability();
  }

  /** The most likely change point among the blocks of the last judgement, if there is one. */
  public ChangePointTest.Result changePoint() {
    return change;
  }

  /** What is remembered, as at most {@value #EVIDENCE} points to draw, oldest first. */
  List<EvidencePoint> evidence() {
    int each = (blocks + EVIDENCE - 1) / EVIDENCE;
    List<EvidencePoint> points = new ArrayList<>(EVIDENCE);
    // Whole groups up to the newest block: what does not fill one is the oldest.
    for (int from = each == 0 ? 0 : blocks % each; from < blocks; from += each) {
      double sum = 0;
      for (int i = from; i < from + each; i++) {
        sum += mean(i);
      }
      points.add(new EvidencePoint(timeOf(from + each - 1), origin + sum / each));
    }
    return List.copyOf(points);
  }

  /** Time of a block's last value, epoch milliseconds. */
  public long timeOf(int block) {
    return block == blocks - 1 && openValues > 0
        ? openMillis
        : originMillis + seconds[block] * 1_000L;
  }

  /** What is remembered, in milliseconds. */
  public long spanMillis() {
    return blocks == 0 ? 0 : timeOf(blocks - 1) - timeOf(0);
  }

  private double secondsPerBlock() {
    return blocks < 2
        ? 1
        : Math.max(1e-3, ((double) seconds[blocks - 1] - seconds[0]) / (blocks - 1));
  }

  private static final class TrendWatchCodec implements Codec<TrendWatch> {
    private static final long serialVersionUID = 1;

    @Override
    public String name() {
      return "trend-watch";
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
    public void write(TrendWatch watch, DataOutput out) throws IOException {
      Wire.writeVarInt(out, watch.blocks);
      for (int i = 0; i < watch.blocks; i++) {
        out.writeFloat(watch.means[i]);
        out.writeInt(watch.seconds[i]);
      }
      Wire.writeVarInt(out, watch.valuesPerBlock);
      out.writeDouble(watch.origin);
      out.writeLong(watch.originMillis);
      out.writeDouble(watch.openSum);
      Wire.writeVarInt(out, watch.openValues);
      out.writeLong(watch.openMillis);
      out.writeByte(watch.direction.ordinal());
    }

    @Override
    public TrendWatch read(DataInput in, int version) throws IOException {
      TrendWatch watch = new TrendWatch();
      watch.blocks = Wire.readVarInt(in);
      for (int i = 0; i < watch.blocks; i++) {
        watch.means[i] = in.readFloat();
        watch.seconds[i] = in.readInt();
      }
      watch.valuesPerBlock = Wire.readVarInt(in);
      watch.origin = in.readDouble();
      watch.originMillis = in.readLong();
      watch.openSum = in.readDouble();
      watch.openValues = Wire.readVarInt(in);
      watch.openMillis = in.readLong();
      watch.direction = Direction.values()[in.readByte()];
      return watch;
    }
  }
}
