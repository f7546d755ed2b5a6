package io.chimera.refinement.state.detect;

import io.chimera.refinement.state.wire.Wire;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * The usual course of a series over one period, such as a day, learned from its timestamps, and how
 * well it predicts.
 *
 * <p>Values at equally spaced knots, straight lines between them, and an offset that follows the
 * level of the last values. Each value moves the two knots beside it by their share (least mean
 * squares). A knot is known from its first value on; an error counts only where the course was
 * known before. Cost: O(1).
 */
final class SeasonalProfile {
  private final float[] knots;
  private double offset;
  private double error;
  private int judged;
  private long learned;

  // Where the last located time lies; not part of the state.
  private int left;
  private int right;
  private double fraction;

  SeasonalProfile(int size) {
    knots = new float[size];
    java.util.Arrays.fill(knots, Float.NaN);
  }

  /** Looks a time up; whether the course is known there. */
  boolean locate(long timeMillis, long periodMillis) {
    double position =
        (double) Math.floorMod(timeMillis, periodMillis) / periodMillis * knots.length;
    left = Math.min((int) position, knots.length - 1);
    fraction = position - left;
    right = fraction < 1e-9 ? left : (left + 1) % knots.length;
    return !Float.isNaN(knots[left]) && !Float.isNaN(knots[right]);
  }

  /** What is expected at the located time. */
  double expected() {
    return shape() + offset;
  }

  /** Mean absolute error of the last predictions, infinite before {@code least} of them. */
  double error(int least) {
    return judged < least ? Double.POSITIVE_INFINITY : error;
  }

  private double shape() {
    return knots[left] + fraction * (knots[right] - knots[left]);
  }

  /** Judges the prediction at the located time, which was known. */
  void judge(double value, double reach, double errorGain, double offsetGain) {
    double miss = value - expected();
    double clipped = Math.max(-reach, Math.min(reach, miss));
    judged = Math.min(judged + 1, Integer.MAX_VALUE - 1);
    error += Math.max(errorGain, 1.0 / judged) * (Math.abs(clipped) - error);
    offset += offsetGain * clipped;
  }

  /**
   * Learns the value at the located time.
   *
   * @param reach distance beyond which a value counts no further
   * @param gain share of a miss that one passage through a knot's neighbourhood makes good
   * @param valuesPerKnot how many values fall between two knots
   */
  void learn(double value, double reach, double gain, double valuesPerKnot) {
    if (Float.isNaN(knots[left])) {
      knots[left] = (float) value;
    }
    if (Float.isNaN(knots[right])) {
      knots[right] = (float) value;
    }
    double miss = value - offset - shape();
    double clipped = Math.max(-reach, Math.min(reach, miss));
    double leftShare = 1 - fraction;
    double norm = leftShare * leftShare + fraction * fraction;
    // A young course averages; each value counts for the two knots beside it.
    double visits = Math.max(1, 2.0 * learned / knots.length);
    double share = Math.max(Math.min(1, 1.5 * gain / Math.max(1, valuesPerKnot)), 1 / (1 + visits));
    knots[left] += (float) (share * leftShare / norm * clipped);
    if (right != left) {
      knots[right] += (float) (share * fraction / norm * clipped);
    }
    learned++;
  }

  void write(DataOutput out) throws IOException {
    Wire.writeVarInt(out, knots.length);
    Wire.writeFloats(out, knots);
    out.writeDouble(offset);
    out.writeDouble(error);
    Wire.writeVarInt(out, judged);
    Wire.writeVarLong(out, learned);
  }

  static SeasonalProfile read(DataInput in) throws IOException {
    SeasonalProfile profile = new SeasonalProfile(Wire.readVarInt(in));
    Wire.readFloats(in, profile.knots);
    profile.offset = in.readDouble();
    profile.error = in.readDouble();
    profile.judged = Wire.readVarInt(in);
    profile.learned = Wire.readVarLong(in);
    return profile;
  }
}
