package io.chimera.refinement.benchmarks;

import io.chimera.refinement.state.optimise.Bandit;
import io.chimera.refinement.state.optimise.BanditSettings;
import io.chimera.refinement.state.optimise.arm.ArmSettings;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/**
 * What it costs to be ready for change where nothing changes: the regret of a bandit whose means
 * may jump and drift, over that of one whose means may not, on the same rewards.
 *
 * <p>Regret is divided by the bound of Lai and Robbins (1985) of each world before it is averaged,
 * so that worlds count alike.
 *
 * @param step called between worlds
 */
record AdaptivityPrice(Runnable step) {
  private static final int BINARY_DECISIONS = 10_000;
  private static final int NORMAL_DECISIONS = 5_000;
  private static final int SEEDS = 8;
  private static final double LEAST_GAP = 0.05;
  private static final double[] DEVIATIONS = {0.1, 0.3};
  private static final double[][] CHANCES = {
    {0.9, 0.8, 0.7, 0.6, 0.5},
    {0.5, 0.45, 0.45, 0.4, 0.4},
    {0.1, 0.05, 0.05, 0.05, 0.02, 0.02, 0.02, 0.01, 0.01, 0.01},
  };

  /** Rewards that are 0 or 1. */
  double binary() {
    double ready = 0;
    double plain = 0;
    for (double[] chances : CHANCES) {
      double bound = 0;
      for (double chance : chances) {
        bound += chance < chances[0] ? (chances[0] - chance) / divergence(chance, chances[0]) : 0;
      }
      for (int seed = 1; seed <= SEEDS; seed++) {
        double[] means = shuffled(chances, seed);
        ready += regret(means, 0, BINARY_DECISIONS, seed, true) / bound;
        plain += regret(means, 0, BINARY_DECISIONS, seed, false) / bound;
      }
    }
    return ready / plain;
  }

  /** Rewards round a mean. */
  double normal() {
    double ready = 0;
    double plain = 0;
    for (double deviation : DEVIATIONS) {
      for (int seed = 1; seed <= SEEDS; seed++) {
        double[] means = randomMeans(seed);
        double best = Arrays.stream(means).max().orElseThrow();
        double bound = 0;
        for (double mean : means) {
          bound += mean < best ? 2 * deviation * deviation / (best - mean) : 0;
        }
        ready += regret(means, deviation, NORMAL_DECISIONS, seed, true) / bound;
        plain += regret(means, deviation, NORMAL_DECISIONS, seed, false) / bound;
      }
    }
    return ready / plain;
  }

  /** Deviation 0 stands for rewards of 0 or 1. */
  private double regret(
      double[] means, double deviation, int decisions, long seed, boolean adaptive) {
    step.run();
    BanditSettings usual = BanditSettings.DEFAULT;
    ArmSettings arms = usual.arms();
    BanditSettings settings =
        new BanditSettings(
            new ArmSettings(adaptive, arms.evidence(), arms.forced(), arms.curiosity()),
            usual.contexts(),
            usual.firstFloor(),
            usual.lastFloor(),
            usual.floorDecisions(),
            usual.trust(),
            usual.pending());
    Bandit bandit = new Bandit(means.length, 0, seed, "bench", settings);
    RandomGenerator random = new SplittableRandom(seed);
    double best = Arrays.stream(means).max().orElseThrow();
    double regret = 0;
    for (int t = 0; t < decisions; t++) {
      String id = "d" + t;
      int action = bandit.decide(id, null, null, null).action();
      regret += best - means[action];
      // One number per decision, whatever was chosen: both bandits live in the same world.
      double luck = deviation == 0 ? random.nextDouble() : random.nextGaussian();
      bandit.reward(
          id, deviation == 0 ? (luck < means[action] ? 1 : 0) : means[action] + deviation * luck);
    }
    return regret;
  }

  private static double divergence(double p, double q) {
    return p * Math.log(p / q) + (1 - p) * Math.log((1 - p) / (1 - q));
  }

  private static double[] shuffled(double[] chances, long seed) {
    double[] means = chances.clone();
    RandomGenerator random = new SplittableRandom(-seed);
    for (int i = means.length - 1; i > 0; i--) {
      int j = random.nextInt(i + 1);
      double moved = means[i];
      means[i] = means[j];
      means[j] = moved;
    }
    return means;
  }

  private static double[] randomMeans(long seed) {
    RandomGenerator random = new SplittableRandom(-seed);
    double[] means = new double[seed % 2 == 0 ? 5 : 10];
    Arrays.setAll(means, i -> 0.1 + 0.8 * random.nextDouble());
    double[] sorted = means.clone();
    Arrays.sort(sorted);
    double best = sorted[sorted.length - 1];
    double second = sorted[sorted.length - 2];
    for (int i = 0; i < means.length; i++) {
      means[i] = means[i] == best ? Math.max(best, second + LEAST_GAP) : means[i];
    }
    return means;
  }
}
