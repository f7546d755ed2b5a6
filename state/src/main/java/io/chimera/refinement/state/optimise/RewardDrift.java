package io.chimera.refinement.state.optimise;

import java.util.OptionalDouble;

/**
 * How much worse decisions get from one hour to the next (REF-STR-06).
 *
 * <p>The loss of the mean reward in percent of the hour before, less what chance explains: 2.326
 * standard errors of the difference, the 99 % quantile of a normal distribution. 0 when nothing is
 * lost beyond that. Rewards are taken as independent. Time: event time; what comes late counts for
 * the hour that goes on. Mutable.
 */
public final class RewardDrift {
  private static final long HOUR_MILLIS = 3_600_000;
  private static final long LEAST_REWARDS = 30;
  private static final double CHANCE = 2.326;
  private static final double PERCENT = 100;

  private Rewards before = Rewards.NONE;
  private Rewards current = Rewards.NONE;

  /** The rewards of an hour since the epoch. */
  private record Rewards(long hour, long count, double sum, double squares) {
    private static final Rewards NONE = new Rewards(Long.MIN_VALUE / 2, 0, 0, 0);

    Rewards plus(double reward) {
      return new Rewards(hour, count + 1, sum + reward, squares + reward * reward);
    }

    double mean() {
      return sum / count;
    }

    /** Variance of the mean. */
    double error() {
      return Math.max(0, squares / count - mean() * mean()) / count;
    }
  }

  /**
   * Learns a reward.
   *
   * @param reward 0 to 1
   * @return percent per hour, when this reward is the first of a new hour and the two before it had
   *     {@value #LEAST_REWARDS} rewards each
   */
  public OptionalDouble observe(double reward, long atMillis) {
    long hour = Math.floorDiv(atMillis, HOUR_MILLIS);
    OptionalDouble drift = OptionalDouble.empty();
    if (hour > current.hour()) {
      drift = drift();
      before = current;
      current = new Rewards(hour, 0, 0, 0);
    }
    current = current.plus(reward);
    return drift;
  }

  private OptionalDouble drift() {
    boolean comparable =
        current.hour() == before.hour() + 1
            && current.count() >= LEAST_REWARDS
            && before.count() >= LEAST_REWARDS
            && before.mean() > 0;
    if (!comparable) {
      return OptionalDouble.empty();
    }
    double lost = before.mean() - current.mean();
    double chance = CHANCE * Math.sqrt(before.error() + current.error());
    return OptionalDouble.of(PERCENT * Math.max(0, lost - chance) / before.mean());
  }
}
