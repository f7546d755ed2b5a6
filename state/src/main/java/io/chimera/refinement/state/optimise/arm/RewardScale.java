package io.chimera.refinement.state.optimise.arm;

import io.chimera.refinement.state.optimise.belief.Belief;
import io.chimera.refinement.state.optimise.belief.BetaBelief;
import io.chimera.refinement.state.optimise.belief.NormalBelief;

/**
 * What kind of rewards these are, and hence what sums of them say about their mean.
 *
 * <p>Rewards that were 0 or 1 so far: Beta, from a uniform prior. Others: normal, with a variance
 * pooled over all actions, from a prior in the middle of the range.
 *
 * @param binary whether every reward so far was 0 or 1
 * @param variance of a reward round the mean of its action, positive; unused when binary
 */
record RewardScale(boolean binary, double variance) {
  private static final double PRIOR_MEAN = 0.5;

  /** Variance of a mean before anything is known: a standard deviation of 0.3 in [0, 1]. */
  private static final double PRIOR_VARIANCE = 0.09;

  /** Before the first rewards: a deviation of 0.22, worth this many rewards. */
  private static final double FIRST_VARIANCE = 0.05;

  private static final double FIRST_WORTH = 1;
  private static final double LARGEST_BINARY_VARIANCE = 0.25;
  private static final double SMALLEST_BINARY_VARIANCE = 0.05;

  /** Judged by what every action has paid. */
  static RewardScale of(boolean binary, RewardSums[] sums) {
    if (binary) {
      return new RewardScale(true, LARGEST_BINARY_VARIANCE);
    }
    double scatter = FIRST_WORTH * FIRST_VARIANCE;
    double freedom = FIRST_WORTH;
    for (RewardSums arm : sums) {
      scatter += arm.scatter();
      freedom += Math.max(0, arm.count() - 1);
    }
    return new RewardScale(false, Math.max(1e-8, scatter / freedom));
  }

  private double priorCount() {
    return variance / PRIOR_VARIANCE;
  }

  Belief belief(RewardSums sums) {
    if (binary) {
      return BetaBelief.of(1 + sums.sum(), 1 + Math.max(0, sums.count() - sums.sum()));
    }
    double count = priorCount() + sums.count();
    return new NormalBelief(
        (priorCount() * PRIOR_MEAN + sums.sum()) / count, Math.sqrt(variance / count));
  }

  /** Log likelihood of the next reward, after {@code sums}. */
  double logPredictive(RewardSums sums, double reward) {
    if (binary) {
      double p = (1 + sums.sum()) / (2 + sums.count());
      return StrictMath.log(reward > 0.5 ? p : 1 - p);
    }
    double count = priorCount() + sums.count();
    double mean = (priorCount() * PRIOR_MEAN + sums.sum()) / count;
    double spread = variance * (1 + 1 / count);
    double distance = reward - mean;
    return -0.5 * (distance * distance / spread + StrictMath.log(spread));
  }

  /** Sums after the mean may have wandered by a variance of {@code drift}. */
  RewardSums faded(RewardSums sums, double drift) {
    double noise = variance;
    if (binary) {
      double p = (1 + sums.sum()) / (2 + sums.count());
      noise = Math.max(SMALLEST_BINARY_VARIANCE, p * (1 - p));
    }
    return sums.times(1 / (1 + sums.count() * drift / noise));
  }
}
