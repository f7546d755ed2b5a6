package io.chimera.refinement.state.optimise.arm;

import io.chimera.refinement.state.wire.Wire;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;

/**
 * Means that hold still, until one of them jumps.
 *
 * <p>A jump is found in the history of one action: a log likelihood ratio of two means against one
 * beyond a threshold that grows with the count. That action starts again from its rewards since.
 * Whether the others jumped with it is not known at that moment, so both are kept open: {@code
 * fresh} rewards are those since the jump, {@code stale} ones those before it, and each further
 * reward shifts the odds that stale ones still count. Sources: Besson, Kaufmann, Maillard and
 * Seznec, "Efficient change-point detection for tackling piecewise-stationary bandits", 2022,
 * section 3 (generalized likelihood ratio); the open question about the others is ours.
 */
final class JumpingMeans {
  /** Rewards that must lie on either side of a jump. */
  private static final int LEAST = 3;

  /** Odds at which the question about the others is closed: 20 to 1. */
  private static final double DECIDED = 3;

  private final RewardSums[] fresh;
  private final RewardSums[] stale;
  private final RewardHistory[] histories;
  private boolean open;
  private double logOddsKept;
  private long jumps;

  JumpingMeans(int actions) {
    fresh = new RewardSums[actions];
    stale = new RewardSums[actions];
    histories = new RewardHistory[actions];
    Arrays.fill(fresh, RewardSums.NONE);
    Arrays.fill(stale, RewardSums.NONE);
    Arrays.setAll(histories, k -> new RewardHistory());
  }

  /** Jumps found so far. */
  long jumps() {
    return jumps;
  }

  /** Probability that only one action jumped, so that what was known of the others still holds. */
  double probabilityKept() {
    return open ? 1 / (1 + StrictMath.exp(-logOddsKept)) : 1;
  }

  /** What is known if the others kept their means. */
  RewardSums[] kept() {
    RewardSums[] sums = new RewardSums[fresh.length];
    Arrays.setAll(sums, k -> fresh[k].plus(stale[k]));
    return sums;
  }

  /** What is known if every mean has jumped. */
  RewardSums[] fresh() {
    return fresh;
  }

  /** Log likelihood of the next reward of {@code action}. */
  double logPredictive(RewardScale scale, int action, double reward) {
    double jumped = scale.logPredictive(fresh[action], reward);
    if (!open) {
      return jumped;
    }
    double kept = scale.logPredictive(fresh[action].plus(stale[action]), reward);
    double share = probabilityKept();
    double larger = Math.max(kept, jumped);
    return larger
        + StrictMath.log(
            share * StrictMath.exp(kept - larger) + (1 - share) * StrictMath.exp(jumped - larger));
  }

  /**
   * Learns one reward.
   *
   * @param evidence nats beyond the logarithm of the count at which a mean has jumped; infinite if
   *     means never do
   */
  void learn(RewardScale scale, int action, double reward, double evidence) {
    if (open && stale[action].count() > 0) {
      logOddsKept +=
          scale.logPredictive(fresh[action].plus(stale[action]), reward)
              - scale.logPredictive(fresh[action], reward);
    }
    fresh[action] = fresh[action].plus(reward);
    if (open && Math.abs(logOddsKept) > DECIDED) {
      close();
    }
    if (evidence == Double.POSITIVE_INFINITY) {
      return;
    }
    histories[action].add(reward);
    RewardHistory.Split split = histories[action].largest(scale.binary(), scale.variance(), LEAST);
    double count = split.before().count() + split.since().count();
    if (split.evidence() > evidence + StrictMath.log(1 + count)) {
      jumped(action, split.since());
    }
  }

  private void jumped(int action, RewardSums since) {
    jumps++;
    if (open) {
      close();
    }
    for (int k = 0; k < fresh.length; k++) {
      stale[k] = k == action ? RewardSums.NONE : fresh[k];
      fresh[k] = k == action ? since : RewardSums.NONE;
    }
    histories[action].keepNewest(since.count());
    logOddsKept = 0;
    open = true;
  }

  private void close() {
    for (int k = 0; k < fresh.length; k++) {
      if (logOddsKept > 0) {
        fresh[k] = fresh[k].plus(stale[k]);
      } else {
        histories[k].keepNewest(fresh[k].count());
      }
      stale[k] = RewardSums.NONE;
    }
    open = false;
  }

  void write(DataOutput out) throws IOException {
    out.writeBoolean(open);
    out.writeDouble(logOddsKept);
    Wire.writeVarLong(out, jumps);
    for (int k = 0; k < fresh.length; k++) {
      fresh[k].write(out);
      stale[k].write(out);
      histories[k].write(out);
    }
  }

  static JumpingMeans read(DataInput in, int actions) throws IOException {
    JumpingMeans means = new JumpingMeans(actions);
    means.open = in.readBoolean();
    means.logOddsKept = in.readDouble();
    means.jumps = Wire.readVarLong(in);
    for (int k = 0; k < actions; k++) {
      means.fresh[k] = RewardSums.read(in);
      means.stale[k] = RewardSums.read(in);
      means.histories[k] = RewardHistory.read(in);
    }
    return means;
  }
}
