package io.chimera.refinement.state.optimise.arm;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;

/**
 * Means that wander a little with every reward that is learned, of whichever action: several speeds
 * beside one another, each with the odds that it predicts better than means that hold still.
 *
 * <p>The filter of a random walk: what is known of a mean fades, its value stays. Source: West and
 * Harrison, "Bayesian forecasting and dynamic models", 1997, section 2.3; the weights are those of
 * dynamic model averaging, Raftery, Karny and Ettler, 2010, equation 16.
 */
final class DriftingMeans {
  /** Variance per reward learned, for rewards in [0, 1]. */
  private static final double[] SPEEDS = {1e-5, 5e-5, 2e-4};

  /** Drift is the exception: odds of 1 to 55 for each speed. */
  private static final double PRIOR = -4;

  private static final double LEAST = -8;
  private static final double MOST = 6;

  /** Odds remember about 1,000 rewards. */
  private static final double MEMORY = 0.999;

  private final RewardSums[][] sums;
  private final double[] logOdds = new double[SPEEDS.length];

  DriftingMeans(int actions) {
    sums = new RewardSums[SPEEDS.length][actions];
    for (RewardSums[] arms : sums) {
      Arrays.fill(arms, RewardSums.NONE);
    }
    Arrays.fill(logOdds, PRIOR);
  }

  int speeds() {
    return SPEEDS.length;
  }

  /** What is known at {@code speed}. */
  RewardSums[] at(int speed) {
    return sums[speed];
  }

  /** Odds of {@code speed} against means that hold still. */
  double odds(int speed) {
    return StrictMath.exp(logOdds[speed]);
  }

  /** Learns one reward, that means which hold still had expected with {@code logStill}. */
  void learn(RewardScale scale, int action, double reward, double logStill) {
    for (int i = 0; i < SPEEDS.length; i++) {
      for (int k = 0; k < sums[i].length; k++) {
        sums[i][k] = scale.faded(sums[i][k], SPEEDS[i]);
      }
      double advantage = scale.logPredictive(sums[i][action], reward) - logStill;
      logOdds[i] =
          Math.max(LEAST, Math.min(MOST, PRIOR + MEMORY * (logOdds[i] - PRIOR) + advantage));
      sums[i][action] = sums[i][action].plus(reward);
    }
  }

  void write(DataOutput out) throws IOException {
    for (int i = 0; i < SPEEDS.length; i++) {
      out.writeDouble(logOdds[i]);
      for (RewardSums arm : sums[i]) {
        arm.write(out);
      }
    }
  }

  static DriftingMeans read(DataInput in, int actions) throws IOException {
    DriftingMeans means = new DriftingMeans(actions);
    for (int i = 0; i < SPEEDS.length; i++) {
      means.logOdds[i] = in.readDouble();
      for (int k = 0; k < actions; k++) {
        means.sums[i][k] = RewardSums.read(in);
      }
    }
    return means;
  }
}
