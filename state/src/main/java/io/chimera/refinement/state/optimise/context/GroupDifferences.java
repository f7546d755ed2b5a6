package io.chimera.refinement.state.optimise.context;

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

  private static final double LEAST_MEAN = 0.05;

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

  /** Corrects the pooled means of all actions for {@code group}, in place. */
  void correct(String group, double[] z, double[] means) {
    GroupRegression[] known = groups.get(group);
    if (known == null) {
      return;
    }
    double[] shares = odds.shares(RIDGES.length + 1);
    for (int k = 0; k < actions; k++) {
      double[] inputs = scaled(z, slope(means[k]));
      for (int i = 0; i < RIDGES.length; i++) {
        if (shares[i] > NEGLIGIBLE && known[k].count() > 0) {
          means[k] += shares[i] * known[k].difference(RIDGES[i], inputs);
        }
      }
    }
  }

  /**
   * How far a reward in [0, 1] can be moved from {@code mean}: a difference of groups is one of log
   * odds, and near the ends of the range it shows less.
   */
  private static double slope(double mean) {
    double inside = Math.max(LEAST_MEAN, Math.min(1 - LEAST_MEAN, mean));
    return 4 * inside * (1 - inside);
  }

  private static double[] scaled(double[] z, double by) {
    double[] scaled = new double[z.length];
    for (int i = 0; i < z.length; i++) {
      scaled[i] = by * z[i];
    }
    return scaled;
  }

  /**
   * Learns a reward, and returns by how much the pooled prediction would have been corrected.
   *
   * @param predicted by the pooled model
   * @param noise variance of a reward round its prediction
   */
  double learn(
      String group, int action, double[] z, double predicted, double reward, double noise) {
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
    double[] inputs = scaled(z, slope(predicted));
    odds.score(RIDGES.length, error, noise);
    for (int i = 0; i < RIDGES.length; i++) {
      double difference =
          known[action].count() == 0 ? 0 : known[action].difference(RIDGES[i], inputs);
      correction += shares[i] * difference;
      odds.score(i, error - difference, noise);
    }
    known[action].add(inputs, error);
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
