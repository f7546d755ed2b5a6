package io.chimera.refinement.state.optimise.context;

import io.chimera.refinement.state.wire.Wire;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Objects;

/**
 * Predicts what each action would pay in a context, and how sure that is.
 *
 * <p>Four models run beside one another: linear and on random features, each for actions that are
 * independent and for actions that exclude one another (only while all rewards are 0 or 1). Their
 * predictions are mixed by how well they have predicted. Groups correct the mixture where that
 * helps. How sure a prediction is comes from the linear models alone: exploration is paid once.
 */
public final class ContextLearner {
  /** Mean reward, and deviation of the belief about it, per action. */
  public record Scores(double[] means, double[] deviations) {}

  private static final int MODELS = 4;
  private static final int INDEPENDENT = 2;
  private static final double[] FIRST_ODDS = {0, -3, -1, -3};
  private static final double MEMORY = 0.999;

  /** Variance of a reward round its prediction, before and after 20 of them are known. */
  private static final double FIRST_NOISE = 0.15;

  private static final double FIRST_WORTH = 20;
  private static final double SLOWEST = 0.002;

  /** Below this variance models are told apart as if it were this. */
  private static final double LEAST_NOISE = 0.01;

  private static final double LEAST_DEVIATION = 1e-6;

  /** However exact rewards are, the models are not: exploration does not fall below this scale. */
  private static final double LEAST_SCALE = 0.05;

  private final int actions;
  private final ContextSettings settings;
  private final RandomFeatures few;
  private final RandomFeatures many;
  private FeatureScaler scaler;
  private SeparateRegressions linear;
  private SeparateRegressions waves;
  private ExclusiveRegressions exclusive;
  private ExclusiveRegressions exclusiveWaves;
  private GroupDifferences groups;
  private Odds odds = new Odds(MEMORY, FIRST_ODDS.clone());
  private boolean binary = true;
  private double noise = FIRST_NOISE;
  private long learned;

  public ContextLearner(int actions, int features, ContextSettings settings) {
    this.actions = actions;
    this.settings = settings;
    few =
        new RandomFeatures(features, settings.waves(), settings.wavelength(), settings.amplitude());
    many =
        new RandomFeatures(
            features, settings.sharedWaves(), settings.wavelength(), settings.amplitude());
    scaler = new FeatureScaler(features);
    int inputs = features + 1;
    linear = new SeparateRegressions(actions, inputs, settings.ridge());
    waves =
        few.number() == 0
            ? null
            : new SeparateRegressions(actions, inputs + few.number(), settings.ridge());
    exclusive = new ExclusiveRegressions(actions, inputs, settings.ridge());
    exclusiveWaves =
        many.number() == 0
            ? null
            : new ExclusiveRegressions(actions, inputs + many.number(), settings.ridge());
    groups = new GroupDifferences(actions, inputs);
  }

  /** A context as each model sees it, and what each model says of each action. */
  private record View(double[] z, double[] few, double[] many, double[][] predictions) {}

  private View view(double[] raw) {
    double[] z = scaler.scores(raw);
    double[] f = waves == null ? z : few.of(z);
    double[] m = exclusiveWaves == null || !binary ? z : many.of(z);
    double[][] predictions = new double[MODELS][actions];
    for (int k = 0; k < actions; k++) {
      predictions[0][k] = linear.predict(k, z);
      predictions[1][k] = waves == null ? predictions[0][k] : waves.predict(k, f);
      if (binary) {
        predictions[2][k] = exclusive.predict(k, z);
        predictions[3][k] =
            exclusiveWaves == null ? predictions[2][k] : exclusiveWaves.predict(k, m);
      }
    }
    return new View(z, f, m, predictions);
  }

  private double[] shares() {
    return odds.shares(binary ? MODELS : INDEPENDENT);
  }

  private double[] mixture(View view, double[] shares) {
    double[] means = new double[actions];
    for (int i = 0; i < MODELS; i++) {
      for (int k = 0; k < actions; k++) {
        means[k] += shares[i] * view.predictions()[i][k];
      }
    }
    return means;
  }

  /**
   * Scores of all actions in the context, which is taken note of.
   *
   * @param raw features in any unit; missing ones NaN
   * @param group group of the decision, or null
   */
  public Scores scores(double[] raw, String group) {
    scaler.add(raw);
    View view = view(raw);
    double[] shares = shares();
    double[] means = mixture(view, shares);
    double scale = Math.max(LEAST_SCALE, settings.optimism() * Math.sqrt(noise));
    double excluding = shares[2] + shares[3];
    double common = excluding > 0.01 ? exclusive.variance(view.z()) : 0;
    double[] deviations = new double[actions];
    for (int k = 0; k < actions; k++) {
      double own = excluding < 0.99 ? linear.variance(k, view.z()) : 0;
      double variance = (1 - excluding) * own + excluding * common;
      deviations[k] = LEAST_DEVIATION + scale * Math.sqrt(variance);
    }
    if (group != null) {
      groups.correct(group, view.z(), means);
    }
    return new Scores(means, deviations);
  }

  /**
   * Learns what {@code action} has paid in the context, and returns by how much that differs from
   * what was expected.
   */
  public double learn(double[] raw, String group, int action, double reward) {
    if (!Double.isFinite(reward)) {
      throw new IllegalArgumentException("reward must be finite, was " + reward);
    }
    binary &= reward == 0 || reward == 1;
    View view = view(raw);
    double[] mixture = mixture(view, shares());
    double spread = noise();
    double correction =
        group == null
            ? 0
            : groups.learn(group, action, view.z(), mixture[action], reward, Math.max(noise, 1e-4));
    double error = reward - mixture[action] - correction;
    noise += Math.max(SLOWEST, 1 / (FIRST_WORTH + learned)) * (error * error - noise);
    noise = Math.max(noise, 1e-6);
    for (int i = 0; i < (binary ? MODELS : INDEPENDENT); i++) {
      odds.score(i, reward - view.predictions()[i][action], spread);
    }
    learned++;
    // What is peculiar to the group must not look like noise of the pooled models.
    double common = reward - correction;
    linear.learn(action, view.z(), common, settings);
    if (waves != null) {
      waves.learn(action, view.few(), common, settings);
    }
    if (binary) {
      double[] targets = ExclusiveRegressions.targets(action, reward == 1, mixture);
      double clarity = ExclusiveRegressions.clarity(targets);
      exclusive.learn(view.z(), targets, clarity, settings);
      if (exclusiveWaves != null) {
        exclusiveWaves.learn(view.many(), targets, clarity, settings);
      }
    }
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
    out.writeBoolean(binary);
    out.writeDouble(noise);
    Wire.writeVarLong(out, learned);
    odds.write(out);
    scaler.write(out);
    linear.write(out);
    exclusive.write(out);
    groups.write(out);
    if (waves != null) {
      waves.write(out);
    }
    if (exclusiveWaves != null) {
      exclusiveWaves.write(out);
    }
  }

  /** Reads what {@link #write} wrote for the same actions, features and settings. */
  public static ContextLearner read(
      DataInput in, int actions, int features, ContextSettings settings) throws IOException {
    ContextLearner learner = new ContextLearner(actions, features, settings);
    learner.binary = in.readBoolean();
    learner.noise = in.readDouble();
    learner.learned = Wire.readVarLong(in);
    learner.odds = Objects.requireNonNull(Odds.read(in, MEMORY));
    learner.scaler = FeatureScaler.read(in);
    learner.linear = SeparateRegressions.read(in, actions);
    learner.exclusive = ExclusiveRegressions.read(in, actions);
    learner.groups = GroupDifferences.read(in, actions, features + 1);
    if (learner.waves != null) {
      learner.waves = SeparateRegressions.read(in, actions);
    }
    if (learner.exclusiveWaves != null) {
      learner.exclusiveWaves = ExclusiveRegressions.read(in, actions);
    }
    return learner;
  }
}
