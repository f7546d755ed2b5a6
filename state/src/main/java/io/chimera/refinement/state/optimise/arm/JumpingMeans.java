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
 * beyond a threshold that grows with the count. At that moment it is not known whether it was a
 * false alarm, nor whether the other actions jumped too, so all three answers are kept open: {@code
 * fresh} rewards are those since the jump, {@code stale} ones those before it, and each further
 * reward shifts the odds of who may still count stale ones. Without the first answer an unlucky
 * streak of the best action would bury it. Sources: Besson, Kaufmann, Maillard and Seznec,
 * "Efficient change-point detection for tackling piecewise-stationary bandits", 2022, section 3
 * (generalized likelihood ratio); the open questions are ours.
 */
final class JumpingMeans {
  /** Rewards that must lie on either side of a jump. */
  private static final int LEAST = 3;

  /** Log odds at which a question is closed: 20 to 1, and 400 to 1 against a false alarm. */
  private static final double DECIDED = 3;

  private static final double NO_FALSE_ALARM = -6;

  /** Log odds of a false alarm at the moment of the alarm: 1 to 20. */
  private static final double FALSE_ALARM = -3;

  private static final int NOBODY = -1;

  private final RewardSums[] fresh;
  private final RewardSums[] stale;
  private final RewardHistory[] histories;
  private boolean othersOpen;
  private double logOddsKept;

  /** The action whose alarm may have been false; {@link #NOBODY} when that is settled. */
  private int suspect = NOBODY;

  private double logOddsFalse;
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

  /** Probability that nothing jumped: the last alarm was false. */
  double probabilityFalse() {
    return suspect == NOBODY ? 0 : 1 / (1 + StrictMath.exp(-logOddsFalse));
  }

  /** Probability that the other actions kept their means, if one has jumped. */
  double probabilityKept() {
    return othersOpen ? 1 / (1 + StrictMath.exp(-logOddsKept)) : 1;
  }

  /** What is known if nothing has jumped. */
  RewardSums[] all() {
    RewardSums[] sums = new RewardSums[fresh.length];
    Arrays.setAll(sums, k -> fresh[k].plus(stale[k]));
    return sums;
  }

  /** What is known if only one action has jumped. */
  RewardSums[] kept() {
    RewardSums[] sums = all();
    if (suspect != NOBODY) {
      sums[suspect] = fresh[suspect];
    }
    return sums;
  }

  /** What is known if every mean has jumped. */
  RewardSums[] fresh() {
    return fresh;
  }

  /** Log likelihood of the next reward of {@code action}. */
  double logPredictive(RewardScale scale, int action, double reward) {
    double jumped = scale.logPredictive(fresh[action], reward);
    if (stale[action].count() == 0) {
      return jumped;
    }
    double before = scale.logPredictive(fresh[action].plus(stale[action]), reward);
    double none = probabilityFalse();
    double share = action == suspect ? none : none + (1 - none) * probabilityKept();
    double larger = Math.max(before, jumped);
    return larger
        + StrictMath.log(
            share * StrictMath.exp(before - larger)
                + (1 - share) * StrictMath.exp(jumped - larger));
  }

  /**
   * Learns one reward.
   *
   * @param evidence nats beyond the logarithm of the count at which a mean has jumped; infinite if
   *     means never do
   */
  void learn(RewardScale scale, int action, double reward, double evidence) {
    if (stale[action].count() > 0) {
      double gain =
          scale.logPredictive(fresh[action].plus(stale[action]), reward)
              - scale.logPredictive(fresh[action], reward);
      if (action == suspect) {
        logOddsFalse += gain;
      } else {
        logOddsKept += gain;
      }
    }
    fresh[action] = fresh[action].plus(reward);
    close();
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
    settleOthers(logOddsKept > 0);
    settleSuspect(false);
    for (int k = 0; k < fresh.length; k++) {
      RewardSums known = fresh[k];
      fresh[k] = k == action ? since : RewardSums.NONE;
      stale[k] = k == action ? known.minus(since) : known;
    }
    histories[action].keepNewest(since.count());
    logOddsKept = 0;
    othersOpen = true;
    logOddsFalse = FALSE_ALARM;
    suspect = action;
  }

  private void close() {
    if (suspect != NOBODY && logOddsFalse > DECIDED) {
      jumps--;
      settleSuspect(true);
      settleOthers(true);
    } else if (suspect != NOBODY && logOddsFalse < NO_FALSE_ALARM) {
      settleSuspect(false);
    }
    if (othersOpen && Math.abs(logOddsKept) > DECIDED) {
      boolean kept = logOddsKept > 0;
      settleOthers(kept);
      if (!kept) {
        settleSuspect(false);
      }
    }
  }

  private void settleSuspect(boolean alarmWasFalse) {
    if (suspect != NOBODY) {
      merge(suspect, alarmWasFalse);
      suspect = NOBODY;
    }
  }

  private void settleOthers(boolean kept) {
    for (int k = 0; othersOpen && k < fresh.length; k++) {
      if (k != suspect) {
        merge(k, kept);
      }
    }
    othersOpen = false;
  }

  private void merge(int action, boolean kept) {
    if (kept) {
      fresh[action] = fresh[action].plus(stale[action]);
    } else {
      histories[action].keepNewest(fresh[action].count());
    }
    stale[action] = RewardSums.NONE;
  }

  void write(DataOutput out) throws IOException {
    out.writeBoolean(othersOpen);
    out.writeDouble(logOddsKept);
    out.writeInt(suspect);
    out.writeDouble(logOddsFalse);
    Wire.writeVarLong(out, jumps);
    for (int k = 0; k < fresh.length; k++) {
      fresh[k].write(out);
      stale[k].write(out);
      histories[k].write(out);
    }
  }

  static JumpingMeans read(DataInput in, int actions) throws IOException {
    JumpingMeans means = new JumpingMeans(actions);
    means.othersOpen = in.readBoolean();
    means.logOddsKept = in.readDouble();
    means.suspect = in.readInt();
    means.logOddsFalse = in.readDouble();
    means.jumps = Wire.readVarLong(in);
    for (int k = 0; k < actions; k++) {
      means.fresh[k] = RewardSums.read(in);
      means.stale[k] = RewardSums.read(in);
      means.histories[k] = RewardHistory.read(in);
    }
    return means;
  }
}
