package io.chimera.refinement.state.optimise;

import io.chimera.refinement.state.wire.Wire;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * How the settings that were tried have done against the first one.
 *
 * @param trials settings tried, the first one included
 * @param start score of the first one
 * @param better those after it that scored more
 * @param meanGain mean score of those after it, less that of the first
 * @param scatter sum of squared distances from the mean gain
 * @param blame harmful settings, less those that helped
 */
record TrialRecord(
    int trials, double start, int better, double meanGain, double scatter, int blame) {
  static final TrialRecord EMPTY = new TrialRecord(0, 0, 0, 0, 0, 0);

  /** Φ⁻¹(0.95): both ends of a 90 % interval. */
  private static final double NORMAL_90 = 1.6448536269514722;

  TrialRecord after(double score, boolean harmful) {
    if (trials == 0) {
      return new TrialRecord(1, score, 0, 0, 0, 0);
    }
    double gain = score - start;
    double distance = gain - meanGain;
    double mean = meanGain + distance / trials;
    return new TrialRecord(
        trials + 1,
        start,
        better + (gain > 0 ? 1 : 0),
        mean,
        scatter + distance * (gain - mean),
        harmful ? blame + 1 : gain > 0 ? Math.max(0, blame - 1) : blame);
  }

  /** Share of settings that were better than the first, as if one had been and one not. */
  double confidence() {
    return (better + 1.0) / (Math.max(0, trials - 1) + 2.0);
  }

  /** Ends of a 90 % interval of what one setting gains; all of [-1, 1] with fewer than two. */
  double gain(int side) {
    int changes = trials - 1;
    double deviation = changes < 2 ? Double.POSITIVE_INFINITY : Math.sqrt(scatter / (changes - 1));
    return Math.max(-1, Math.min(1, meanGain + side * NORMAL_90 * deviation));
  }

  void write(DataOutput out) throws IOException {
    Wire.writeVarInt(out, trials);
    out.writeDouble(start);
    Wire.writeVarInt(out, better);
    out.writeDouble(meanGain);
    out.writeDouble(scatter);
    Wire.writeVarInt(out, blame);
  }

  static TrialRecord read(DataInput in) throws IOException {
    return new TrialRecord(
        Wire.readVarInt(in),
        in.readDouble(),
        Wire.readVarInt(in),
        in.readDouble(),
        in.readDouble(),
        Wire.readVarInt(in));
  }
}
