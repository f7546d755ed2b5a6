package io.chimera.refinement.state.optimise.context;

import io.chimera.refinement.state.optimise.context.GroupRegression.Difference;
import io.chimera.refinement.state.wire.Wire;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How groups differ from what is common to all: a pooled model is corrected by as much as
 * corrections have helped to predict rewards before they were learned.
 *
 * <p>How much groups vary is not known, so several ridges run beside one another, and no correction
 * at all; their odds are shared by all groups. A group without rewards is not corrected.
 */
final class GroupDifferences {
  /** From groups that differ as much as a reward is noisy, to groups that hardly do. */
  private static final double[] RIDGES = {1, 3, 10, 30, 100};

  private static final double[] FIRST_ODDS = {-3, -3, -3, -3, -3, 0};
  private static final double MEMORY = 0.9995;
  private static final double NEGLIGIBLE = 0.02;

  /** How much of what is not known of a group is worth exploring: a group decides seldom. */
  private static final double CURIOSITY = Double.parseDouble(System.getProperty("gc", "0.5"));

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
   * Corrects the pooled scores of all actions for {@code group}.
   *
   * @param means corrected in place
   * @param variances of the scores, in units of that of a reward; what is not known of the group is
   *     added
   */
  void correct(
      String group, double[] z, SeparateRegressions pooled, double[] means, double[] variances) {
    double[] shares = odds.shares(RIDGES.length + 1);
    GroupRegression[] known = groups.get(group);
    double unknown = Covariance.dot(z, z);
    for (int i = 0; i < RIDGES.length; i++) {
      if (shares[i] <= NEGLIGIBLE) {
        continue;
      }
      for (int k = 0; k < actions; k++) {
        Difference difference =
            known == null || known[k].count() == 0
                ? new Difference(0, unknown / RIDGES[i])
                : known[k].difference(RIDGES[i], z, pooled.weights(k));
        means[k] += shares[i] * difference.mean();
        variances[k] += CURIOSITY * shares[i] * difference.variance();
      }
    }
  }

  /**
   * Learns a reward, and returns by how much the pooled prediction would have been corrected.
   *
   * @param predicted by the pooled model
   * @param noise variance of a reward round its prediction
   */
  double learn(
      String group,
      int action,
      double[] z,
      double[] pooled,
      double predicted,
      double reward,
      double noise) {
    GroupRegression[] known = groups.get(group);
    if (known == null) {
      if (groups.size() >= MOST) {
        return 0;
      }
      known = new GroupRegression[actions];
      Arrays.setAll(known, k -> new GroupRegression(size));
      groups.put(group, known);
    }
    double[] shares = odds.shares(RIDGES.length + 1);
    double correction = 0;
    double error = reward - predicted;
    odds.score(RIDGES.length, error, noise);
    for (int i = 0; i < RIDGES.length; i++) {
      double difference =
          known[action].count() == 0
              ? 0
              : known[action].difference(RIDGES[i], z, pooled).mean();
      correction += shares[i] * difference;
      odds.score(i, error - difference, noise);
    }
    // What the pooled model says beyond its linear part is no difference of the group's.
    known[action].add(z, reward - (predicted - Covariance.dot(pooled, z)));
    return correction;
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
