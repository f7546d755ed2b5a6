package io.chimera.refinement.state.optimise.context;

import io.chimera.refinement.state.wire.Wire;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * Regressions for actions of which only one pays at a time: a success of one then says that all
 * others would have failed, and a failure leaves it among the others.
 *
 * <p>Every reward teaches all actions, so that they share one covariance. After a failure each
 * other action gets its present share of the chance as target (an expectation step), and the lesson
 * counts the less the less clear it is who it was. Whether actions do exclude one another is not
 * decided here: {@link ContextLearner} weighs this model by how well it predicts.
 */
final class ExclusiveRegressions {
  /** No action is ruled out by a guess. */
  private static final double LEAST_CHANCE = 0.02;

  private final double[][] weights;
  private final Covariance covariance;

  ExclusiveRegressions(int actions, int inputs, double ridge) {
    this(new double[actions][inputs], new Covariance(inputs, ridge));
  }

  private ExclusiveRegressions(double[][] weights, Covariance covariance) {
    this.weights = weights;
    this.covariance = covariance;
  }

  double predict(int action, double[] inputs) {
    return Covariance.dot(weights[action], inputs);
  }

  /** Variance of every prediction, in units of that of a reward. */
  double variance(double[] inputs) {
    return covariance.quadratic(inputs);
  }

  /**
   * What each action would have paid.
   *
   * @param expected the present predictions
   */
  static double[] targets(int action, boolean success, double[] expected) {
    double[] targets = new double[expected.length];
    if (success || expected.length < 2) {
      targets[action] = success ? 1 : 0;
      return targets;
    }
    double total = 0;
    for (int k = 0; k < targets.length; k++) {
      if (k != action) {
        targets[k] = Math.max(LEAST_CHANCE, Math.min(1, expected[k]));
        total += targets[k];
      }
    }
    for (int k = 0; k < targets.length; k++) {
      targets[k] /= total;
    }
    return targets;
  }

  /** How much a lesson counts: 1 when it is clear who pays, 1/K² when each of K may be it. */
  static double clarity(double[] targets) {
    double squares = 0;
    for (double target : targets) {
      squares += target * target;
    }
    return squares * squares;
  }

  void learn(double[] inputs, double[] targets, double clarity, ContextSettings settings) {
    double[] errors = new double[targets.length];
    for (int k = 0; k < errors.length; k++) {
      errors[k] = targets[k] - predict(k, inputs);
    }
    covariance.forget(settings);
    double[] gain = covariance.gain(inputs, Math.max(clarity, 1e-6));
    for (int k = 0; k < errors.length; k++) {
      for (int i = 0; i < gain.length; i++) {
        weights[k][i] += errors[k] * gain[i];
      }
    }
  }

  void write(DataOutput out) throws IOException {
    for (double[] each : weights) {
      Wire.writeDoubles(out, each, each.length);
    }
    covariance.write(out);
  }

  static ExclusiveRegressions read(DataInput in, int actions) throws IOException {
    double[][] weights = new double[actions][];
    for (int k = 0; k < actions; k++) {
      weights[k] = Wire.readDoubles(in);
    }
    return new ExclusiveRegressions(weights, Covariance.read(in));
  }
}
