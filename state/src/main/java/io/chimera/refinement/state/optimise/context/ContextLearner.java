package io.chimera.refinement.state.optimise.context;

import io.chimera.refinement.state.optimise.belief.Belief;
import io.chimera.refinement.state.optimise.belief.BestArm;
import io.chimera.refinement.state.optimise.belief.NormalBelief;
import io.chimera.refinement.state.wire.Wire;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Predicts what each action would pay in a context, and how sure that is.
 *
 * <p>A {@link ModelMixture} predicts what is common to all groups; groups correct it where that
 * helps ({@link GroupDifferences}). What is believed is kept in log odds, where a difference means
 * the same near the ends of the range of rewards as in the middle.
 */
public final class ContextLearner {
  /**
   * What is thought of each action.
   *
   * @param means mean reward
   * @param logits the same in log odds, which the deviations are about
   * @param deviations of the belief about {@code logits}, as wide as exploration wants it
   */
  public record Scores(double[] means, double[] logits, double[] deviations) {
    /** Probability that each action is the best of those that are allowed; 0 for the others. */
    public double[] chancesOfBest(boolean[] allowed) {
      List<Belief> beliefs = new ArrayList<>(allowed.length);
      for (int k = 0; k < allowed.length; k++) {
        if (allowed[k]) {
          beliefs.add(new NormalBelief(logits[k], deviations[k]));
        }
      }
      double[] among = BestArm.among(beliefs).probabilities();
      double[] chances = new double[allowed.length];
      int next = 0;
      for (int k = 0; k < allowed.length; k++) {
        chances[k] = allowed[k] ? among[next++] : 0;
      }
      return chances;
    }
  }

  /** Variance of a reward round its prediction, before and after 20 of them are known. */
  private static final double FIRST_NOISE = 0.15;

  private static final double FIRST_WORTH = 20;
  private static final double SLOWEST = 0.002;

  /** Below this variance models are told apart as if it were this. */
  private static final double LEAST_NOISE = 0.01;

  /** However exact rewards are, this variance is not undercut: models are not as exact. */
  private static final double LEAST_VARIANCE = 1e-4;

  private static final double LEAST_DEVIATION = 1e-6;

  /** First byte of what is written; linear regressions on rewards began with 0 or 1. */
  private static final int LOGISTIC = 2;

  /** The same, of a learner that went on for one group alone. */
  private static final int LOGISTIC_AT_HOME = 3;

  private final int actions;
  private final double optimism;
  private final RandomFeatures waves;
  private final ModelMixture pooled;
  private FeatureScaler scaler;
  private GroupDifferences groups;
  private boolean binary = true;
  private double noise = FIRST_NOISE;
  private long learned;

  /** The one group that it serves, also where none is named; null while it serves all. */
  private String home;

  public ContextLearner(int actions, int features, ContextSettings settings) {
    this.actions = actions;
    optimism = settings.optimism();
    waves =
        new RandomFeatures(features, settings.waves(), settings.wavelength(), settings.amplitude());
    scaler = new FeatureScaler(features);
    pooled = new ModelMixture(actions, features + 1, waves.number(), settings);
    groups = new GroupDifferences(actions, features + 1);
  }

  /**
   * Goes on for one group alone: what is common to all, how much groups vary and what is known of
   * this one stay, the others are forgotten. From now on its decisions explore how it differs, too.
   */
  public void settleIn(String group) {
    groups.settleIn(group);
    home = group;
  }

  /** Forgets all groups but these. */
  public void keepGroups(Set<String> kept) {
    groups.keep(kept);
  }

  /** Whether it serves one group alone, having learned from others. */
  public boolean isSettled() {
    return home != null;
  }

  private String at(String groupOrNull) {
    return groupOrNull == null ? home : groupOrNull;
  }

  private ModelMixture.Inputs inputs(double[] raw) {
    double[] z = scaler.scores(raw);
    return new ModelMixture.Inputs(z, waves.number() == 0 ? z : waves.of(z));
  }

  /**
   * Scores of all actions in the context, which is taken note of.
   *
   * @param raw features in any unit; missing ones NaN
   * @param groupOrNull group of the decision
   */
  public Scores scores(double[] raw, String groupOrNull) {
    String group = at(groupOrNull);
    scaler.add(raw);
    ModelMixture.Inputs inputs = inputs(raw);
    double[] means = pooled.mean(pooled.predict(inputs, binary), binary);
    double[] deviations = pooled.variances(inputs, binary);
    double[] logits = new double[actions];
    for (int k = 0; k < actions; k++) {
      double variance = deviations[k];
      logits[k] = Logit.of(means[k]);
      if (group != null) {
        GroupRegression.Difference apart = groups.difference(group, k, inputs.features());
        logits[k] += apart.mean();
        means[k] = Logit.chance(logits[k]);
        variance += group.equals(home) ? apart.variance() : 0;
      }
      deviations[k] = LEAST_DEVIATION + optimism * Math.sqrt(variance);
    }
    return new Scores(means, logits, deviations);
  }

  /**
   * Learns what {@code action} has paid in the context, and returns by how much that differs from
   * what was expected.
   */
  public double learn(double[] raw, String groupOrNull, int action, double reward) {
    String group = at(groupOrNull);
    if (!Double.isFinite(reward)) {
      throw new IllegalArgumentException("reward must be finite, was " + reward);
    }
    binary &= reward == 0 || reward == 1;
    ModelMixture.Inputs inputs = inputs(raw);
    double[][] predictions = pooled.predict(inputs, binary);
    double mean = pooled.mean(predictions, binary)[action];
    double spread = noise();
    GroupRegression.Difference apart =
        group == null
            ? GroupRegression.Difference.NONE
            : groups.difference(group, action, inputs.features());
    double logit = Logit.of(mean);
    double error = reward - (group == null ? mean : Logit.chance(logit + apart.mean()));
    noise += Math.max(SLOWEST, 1 / (FIRST_WORTH + learned)) * (error * error - noise);
    noise = Math.max(noise, LEAST_VARIANCE);
    Observation seen = new Observation(action, reward, binary, noise, apart);
    if (group != null) {
      groups.learn(group, inputs.features(), logit, seen, noise);
    }
    pooled.learn(inputs, predictions, seen, spread);
    learned++;
    return error;
  }

  /** Variance of a reward round what is expected, at least 0.01. */
  public double noise() {
    return Math.max(noise, LEAST_NOISE);
  }

  /** Rewards learned so far. */
  public long learned() {
    return learned;
  }

  public void write(DataOutput out) throws IOException {
    out.writeByte(home == null ? LOGISTIC : LOGISTIC_AT_HOME);
    if (home != null) {
      Wire.writeString(out, home);
    }
    out.writeBoolean(binary);
    out.writeDouble(noise);
    Wire.writeVarLong(out, learned);
    scaler.write(out);
    pooled.write(out);
    groups.write(out);
  }

  /**
   * Reads what {@link #write} wrote for the same actions, features and settings. Of what releases
   * with linear regressions wrote, only how to standardise features is kept: their weights mean
   * something else.
   */
  public static ContextLearner read(
      DataInput in, int actions, int features, ContextSettings settings) throws IOException {
    ContextLearner learner = new ContextLearner(actions, features, settings);
    int format = in.readUnsignedByte();
    if (format == LOGISTIC_AT_HOME) {
      learner.home = Wire.readString(in);
    } else if (format != LOGISTIC) {
      learner.binary = format == 1;
      learner.scaler = FormerRegressions.skip(in, actions, features, settings);
      return learner;
    }
    learner.binary = in.readBoolean();
    learner.noise = in.readDouble();
    learner.learned = Wire.readVarLong(in);
    learner.scaler = FeatureScaler.read(in);
    learner.pooled.restore(in);
    learner.groups = GroupDifferences.read(in, actions, features + 1);
    return learner;
  }
}
