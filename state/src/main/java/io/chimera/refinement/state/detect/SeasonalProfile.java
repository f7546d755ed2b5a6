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
  private final byte[] visits;
  private double offset;
  private double error;
  private int judged;

  // Where the last located time lies; not part of the state.
  private int left;
  private int right;
  private double fraction;

  SeasonalProfile(int size) {
    knots = new float[size];
    visits = new byte[size];
  }

  /** Looks a time up; whether the course is known there. */
  boolean locate(long timeMillis, long periodMillis) {
    double position =
        (double) Math.floorMod(timeMillis, periodMillis) / periodMillis * knots.length;
    left = Math.min((int) position, knots.length - 1);
    fraction = position - left;
    right = fraction < 1e-9 ? left : (left + 1) % knots.length;
    return visits[left] > 0 && visits[right] > 0;
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
    if (visits[left] == 0) {
      knots[left] = (float) value;
    }
    if (visits[right] == 0) {
      knots[right] = (float) value;
    }
    double miss = value - offset - shape();
    double clipped = Math.max(-reach, Math.min(reach, miss));
    double leftShare = 1 - fraction;
    double norm = leftShare * leftShare + fraction * fraction;
    double least = Math.min(1, 1.5 * gain / Math.max(1, valuesPerKnot));
    move(left, leftShare / norm * clipped, least);
    if (right != left) {
      move(right, fraction / norm * clipped, least);
    }
  }

  private void move(int knot, double miss, double least) {
    knots[knot] += (float) (Math.max(least, 1.0 / (1 + visits[knot])) * miss);
    visits[knot] = (byte) Math.min(visits[knot] + 1, Byte.MAX_VALUE);
  }

  void write(DataOutput out) throws IOException {
    Wire.writeVarInt(out, knots.length);
    for (float knot : knots) {
      out.writeFloat(knot);
    }
    out.write(visits);
    out.writeDouble(offset);
    out.writeDouble(error);
    Wire.writeVarInt(out, judged);
  }

  static SeasonalProfile read(DataInput in) throws IOException {
    SeasonalProfile profile = new SeasonalProfile(Wire.readVarInt(in));
    for (int i = 0; i < profile.knots.length; i++) {
      profile.knots[i] = in.readFloat();
    }
    in.readFully(profile.visits);
    profile.offset = in.readDouble();
    profile.error = in.readDouble();
    profile.judged = Wire.readVarInt(in);
    return profile;
  }
}
