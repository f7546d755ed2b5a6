package io.chimera.refinement.state.optimise.context;

import io.chimera.refinement.state.wire.Wire;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * One ridge regression per action, each on the contexts in which its action was taken.
 *
 * <p>Recursive least squares. Cost: O(n²) per reward, O(n) per prediction and action.
 */
final class SeparateRegressions {
  private final double[][] weights;
  private final Covariance[] covariances;

  SeparateRegressions(int actions, int inputs, double ridge) {
    weights = new double[actions][inputs];
    covariances = new Covariance[actions];
    for (int k = 0; k < actions; k++) {
      covariances[k] = new Covariance(inputs, ridge);
    }
  }

  double predict(int action, double[] inputs) {
    return Covariance.dot(weights[action], inputs);
  }

  /** Variance of the prediction, in units of that of a reward. */
  double variance(int action, double[] inputs) {
    return covariances[action].quadratic(inputs);
  }

  void learn(int action, double[] inputs, double reward, ContextSettings settings) {
    double error = reward - predict(action, inputs);
    covariances[action].forget(settings);
    double[] gain = covariances[action].gain(inputs, 1);
    for (int i = 0; i < gain.length; i++) {
      weights[action][i] += error * gain[i];
    }
  }

  void write(DataOutput out) throws IOException {
    for (int k = 0; k < weights.length; k++) {
      Wire.writeDoubles(out, weights[k], weights[k].length);
      covariances[k].write(out);
    }
  }

  static SeparateRegressions read(DataInput in, int actions) throws IOException {
    SeparateRegressions read = new SeparateRegressions(actions, 0, 1);
    for (int k = 0; k < actions; k++) {
      read.weights[k] = Wire.readDoubles(in);
      read.covariances[k] = Covariance.read(in);
    }
    return read;
  }
}
