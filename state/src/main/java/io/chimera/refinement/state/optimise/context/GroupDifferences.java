package io.chimera.refinement.state.optimise.context;

import io.chimera.refinement.state.wire.Wire;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * How groups differ from what is common to all: the log odds of a pooled model are corrected by as
 * much as corrections have helped to predict rewards before they were learned.
 *
 * <p>How much groups vary is not known, so several variances run beside one another, and no
 * correction at all; their odds are shared by all groups. A group without rewards is not corrected,
 * but it is known to be uncertain.
 */
final class GroupDifferences {
  /** Variance of a weight, in log odds per deviation of a feature, among groups. */
  private static final double[] SPREADS = {0.5, 0.15, 0.05, 0.015, 0.005};

  private static final double[] FIRST_ODDS = {-3, -3, -3, -3, -3, 0};
  private static final double MEMORY = 0.9995;
  private static final double NEGLIGIBLE = 0.02;

  /** In log odds: 150 to 1. */
  private static final double FARTHEST_LEAD = 5;

  /** What is practically certain teaches this much at least, or it could never be corrected. */
  private static final double LEAST_SLOPE = 1e-3;

  /** Further groups are served by the pooled model alone. */
  private static final int MOST = 4_096;

  private final int actions;
  private final int size;
  private final Map<String, GroupRegression[]> groups = new LinkedHashMap<>();
  private Odds odds = new Odds(MEMORY, FIRST_ODDS.clone());

  GroupDifferences(int actions, int size) {
    this.actions = actions;
    this.size = size;
  }

  /**
   * Goes on with one group alone. However alike the others were, it may turn out to differ: a few
   * rewards that say so are believed.
   */
  void settleIn(String group) {
    keep(Set.of(group));
    odds.limit(FARTHEST_LEAD);
  }

  /** Forgets all groups but these; how much groups vary stays known. */
  void keep(Set<String> kept) {
    groups.keySet().retainAll(kept);
  }

  /** By how much the log odds of {@code action} differ in {@code group}. */
  GroupRegression.Difference difference(String group, int action, double[] z) {
    GroupRegression[] known = groups.get(group);
    double[] shares = odds.shares();
    double mean = 0;
    double variance = 0;
    for (int i = 0; i < SPREADS.length; i++) {
      if (shares[i] > NEGLIGIBLE) {
        GroupRegression.Difference one = difference(known, action, i, z);
        mean += shares[i] * one.mean();
        variance += shares[i] * one.variance();
      }
    }
    return new GroupRegression.Difference(mean, variance);
  }

  private static GroupRegression.Difference difference(
      GroupRegression[] known, int action, int spread, double[] z) {
    if (known == null || known[action].count() == 0) {
      return new GroupRegression.Difference(0, SPREADS[spread] * Covariance.dot(z, z));
    }
    return known[action].difference(1 / SPREADS[spread], z);
  }

  /**
   * Learns a reward.
   *
   * @param pooled log odds of the pooled model
   * @param seen the reward, and how the group was thought to differ
   * @param noise variance of a reward round its prediction
   */
  void learn(String group, double[] z, double pooled, Observation seen, double noise) {
    GroupRegression[] known = groups.get(group);
    if (known == null) {
      if (groups.size() >= MOST) {
        return;
      }
      known = new GroupRegression[actions];
      Arrays.setAll(known, k -> new GroupRegression(size));
      groups.put(group, known);
    }
    int action = seen.action();
    for (int i = 0; i <= SPREADS.length; i++) {
      double apart = i < SPREADS.length ? difference(known, action, i, z).mean() : 0;
      double error = seen.reward() - Logit.chance(pooled + apart);
      odds.score(i, 0.5 * error * error / noise);
    }
    double apart = seen.apart().mean();
    double mean = Logit.chance(pooled + apart);
    double slope = Math.max(LEAST_SLOPE, mean * (1 - mean));
    double weight = slope / seen.variance(mean);
    // A Gauss-Newton step: near the present correction the reward is linear in it.
    known[action].add(z, weight * slope, weight * (seen.reward() - mean + slope * apart));
  }

  void write(DataOutput out) throws IOException {
    odds.write(out);
    Wire.writeVarInt(out, groups.size());
    for (Map.Entry<String, GroupRegression[]> group : groups.entrySet()) {
      Wire.writeString(out, group.getKey());
      for (GroupRegression action : group.getValue()) {
        action.write(out);
      }
    }
  }

  static GroupDifferences read(DataInput in, int actions, int size) throws IOException {
    GroupDifferences read = new GroupDifferences(actions, size);
    read.odds = Odds.read(in, MEMORY);
    for (int left = Wire.readVarInt(in); left > 0; left--) {
      String group = Wire.readString(in);
      GroupRegression[] regressions = new GroupRegression[actions];
      for (int k = 0; k < actions; k++) {
        regressions[k] = GroupRegression.read(in, size);
      }
      read.groups.put(group, regressions);
    }
    return read;
  }
}
