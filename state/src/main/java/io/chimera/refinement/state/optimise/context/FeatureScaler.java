package io.chimera.refinement.state.optimise.context;

import io.chimera.refinement.state.wire.Wire;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * Brings raw features to mean 0 and deviation 1 as they come, so that no unit matters.
 *
 * <p>Mean and variance by Welford's update. A missing or infinite feature counts as average. What
 * is further than {@value #REACH} deviations away is brought to there, for the score at once and
 * for the statistics once {@value #SETTLED} values are known: one absurd value must not blind the
 * learner. A constant feature is 0.
 */
final class FeatureScaler {
  private static final double REACH = 5;
  private static final double TOLERATED = 20;
  private static final int SETTLED = 20;

  /**
   * Larger than 1: a ridge then holds the mean reward of an action less firmly than what features
   * do to it, and an action that was never tried is not taken for worthless.
   */
  private static final double CONSTANT = 2;

  /** Squares of larger numbers, added up, could leave the range of a double. */
  private static final double LARGEST = 1e100;

  private final long[] counts;
  private final double[] means;
  private final double[] scatters;

  FeatureScaler(int features) {
    this(new long[features], new double[features], new double[features]);
  }

  private FeatureScaler(long[] counts, double[] means, double[] scatters) {
    this.counts = counts;
    this.means = means;
    this.scatters = scatters;
  }

  int features() {
    return means.length;
  }

  void add(double[] raw) {
    for (int i = 0; i < means.length; i++) {
      double x = raw[i];
      if (!Double.isFinite(x)) {
        continue;
      }
      x = Math.max(-LARGEST, Math.min(LARGEST, x));
      if (counts[i] >= SETTLED && scatters[i] > 0) {
        double reach = TOLERATED * Math.sqrt(scatters[i] / counts[i]);
        x = Math.max(means[i] - reach, Math.min(means[i] + reach, x));
      }
      counts[i]++;
      double distance = x - means[i];
      means[i] += distance / counts[i];
      scatters[i] += distance * (x - means[i]);
    }
  }

  /** The scores of the features, and a constant after them. */
  double[] scores(double[] raw) {
    double[] scores = new double[means.length + 1];
    for (int i = 0; i < means.length; i++) {
      double deviation = counts[i] < 2 ? 0 : Math.sqrt(scatters[i] / counts[i]);
      double x = raw[i];
      if (Double.isNaN(x) || deviation <= 1e-12 * Math.max(1e-300, Math.abs(means[i]))) {
        continue;
      }
      scores[i] = Math.max(-REACH, Math.min(REACH, (x - means[i]) / deviation));
    }
    scores[means.length] = CONSTANT;
    return scores;
  }

  void write(DataOutput out) throws IOException {
    Wire.writeLongs(out, counts);
    Wire.writeDoubles(out, means, means.length);
    Wire.writeDoubles(out, scatters, scatters.length);
  }

  static FeatureScaler read(DataInput in) throws IOException {
    return new FeatureScaler(Wire.readLongs(in), Wire.readDoubles(in), Wire.readDoubles(in));
  }
}
