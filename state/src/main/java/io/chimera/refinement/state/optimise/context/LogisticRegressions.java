package io.chimera.refinement.state.optimise.context;

import io.chimera.refinement.state.wire.Wire;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * One logistic regression per action, with a normal belief about its weights. The actions are
 * independent, or they exclude one another: then their chances add up to 1, and what one has paid
 * says something of all.
 *
 * <p>An extended Kalman filter, one covariance per action. Far from linear, a step overshoots: it
 * is shortened until belief and reward together no longer gain by that, and the covariance is that
 * of the place it led to. Sources: Spiegelhalter and Lauritzen, "Sequential updating of conditional
 * probabilities", 1990, section 5; Skoglund, Hendeby and Axehill, "Extended Kalman filter
 * modifications based on an optimization view point", 2015, section 4 (line search). Cost: O(n²)
 * per reward and action that it concerns, O(n) per prediction and action.
 */
final class LogisticRegressions {
  /** Actions that a reward concerns less than this, against the most concerned, learn nothing. */
  private static final double NEGLIGIBLE = 0.01;

  private static final int HALVINGS = 6;

  /** Log odds; the filter is as good as exact for shorter steps. */
  private static final double SHORT_STEP = 0.3;

  private final boolean exclusive;
  private final double ridge;
  private final double[][] weights;
  private final Covariance[] covariances;

  /**
   * @param ridge 1 / variance of a weight, before anything was learned
   * @param exclusive whether only one action pays at a time
   */
  LogisticRegressions(int actions, int inputs, double ridge, boolean exclusive) {
    this.exclusive = exclusive;
    this.ridge = ridge;
    weights = new double[actions][inputs];
    covariances = new Covariance[actions];
    for (int k = 0; k < actions; k++) {
      covariances[k] = new Covariance(inputs, ridge);
    }
  }

  boolean exclusive() {
    return exclusive;
  }

  /** Mean reward of each action. */
  double[] predict(double[] inputs) {
    return means(logits(inputs));
  }

  /** Variance of the log odds of {@code action}. */
  double variance(int action, double[] inputs) {
    return covariances[action].quadratic(inputs);
  }

  private double[] logits(double[] inputs) {
    double[] logits = new double[weights.length];
    for (int k = 0; k < logits.length; k++) {
      logits[k] = Covariance.dot(weights[k], inputs);
    }
    return logits;
  }

  private double[] means(double[] logits) {
    double[] means = new double[logits.length];
    if (!exclusive) {
      for (int k = 0; k < means.length; k++) {
        means[k] = Logit.chance(logits[k]);
      }
      return means;
    }
    double most = Double.NEGATIVE_INFINITY;
    for (double logit : logits) {
      most = Math.max(most, logit);
    }
    double total = 0;
    for (int k = 0; k < means.length; k++) {
      means[k] = StrictMath.exp(logits[k] - most);
      total += means[k];
    }
    for (int k = 0; k < means.length; k++) {
      means[k] /= total;
    }
    return means;
  }

  /** By how much the mean of {@code action} moves with the log odds of each. */
  private double[] slopes(double[] means, int action) {
    double[] slopes = new double[means.length];
    double mean = means[action];
    if (exclusive) {
      for (int k = 0; k < slopes.length; k++) {
        slopes[k] = -mean * means[k];
      }
    }
    slopes[action] = mean * (1 - mean);
    return slopes;
  }

  /** Learns a reward; what was learned before counts {@code memory} times as much. */
  void learn(double[] inputs, Observation seen, double memory) {
    int action = seen.action();
    double[] logits = logits(inputs);
    logits[action] += seen.apart().mean();
    double[] means = means(logits);
    double[] slopes = slopes(means, action);
    double[][] directions = directions(inputs, slopes, action, memory);
    double[] variances = new double[slopes.length];
    for (int k = 0; k < slopes.length; k++) {
      variances[k] = directions[k] == null ? 0 : Covariance.dot(inputs, directions[k]);
    }
    double surprise =
        (seen.reward() - means[action]) / uncertainty(seen, means[action], slopes, variances);
    double[] steps = new double[slopes.length];
    for (int k = 0; k < steps.length; k++) {
      steps[k] = slopes[k] * surprise;
    }
    double share = share(logits, steps, variances, seen);
    for (int k = 0; k < steps.length; k++) {
      logits[k] += share * steps[k] * variances[k];
    }
    means = means(logits);
    slopes = slopes(means, action);
    double uncertainty = uncertainty(seen, means[action], slopes, variances);
    for (int k = 0; k < steps.length; k++) {
      if (directions[k] != null) {
        for (int i = 0; i < inputs.length; i++) {
          weights[k][i] += share * steps[k] * directions[k][i];
        }
        covariances[k].reduce(directions[k], slopes[k] * slopes[k] / uncertainty);
      }
    }
  }

  /** Where the weights of each action move; null where the reward does not concern it. */
  private double[][] directions(double[] inputs, double[] slopes, int action, double memory) {
    double[][] directions = new double[slopes.length][];
    for (int k = 0; k < slopes.length; k++) {
      if (k == action || Math.abs(slopes[k]) > NEGLIGIBLE * slopes[action]) {
        covariances[k].forget(memory, ridge);
        directions[k] = covariances[k].times(inputs);
      }
    }
    return directions;
  }

  /** Variance of the reward, as far as it is known now. */
  private static double uncertainty(
      Observation seen, double mean, double[] slopes, double[] variances) {
    int action = seen.action();
    double variance =
        seen.variance(mean) + slopes[action] * slopes[action] * seen.apart().variance();
    for (int k = 0; k < slopes.length; k++) {
      variance += slopes[k] * slopes[k] * variances[k];
    }
    return variance;
  }

  /** How much of a step is taken. */
  private double share(double[] logits, double[] steps, double[] variances, Observation seen) {
    double prior = 0;
    double longest = 0;
    for (int k = 0; k < steps.length; k++) {
      prior += 0.5 * steps[k] * steps[k] * variances[k];
      longest = Math.max(longest, Math.abs(steps[k] * variances[k]));
    }
    double share = 1;
    if (longest > SHORT_STEP) {
      double loss = loss(logits, steps, variances, share, seen) + prior;
      for (int i = 0; i < HALVINGS; i++) {
        double half = share / 2;
        double less = loss(logits, steps, variances, half, seen) + half * half * prior;
        if (less >= loss) {
          break;
        }
        share = half;
        loss = less;
      }
    }
    return share;
  }

  private double loss(
      double[] logits, double[] steps, double[] variances, double share, Observation seen) {
    double[] moved = logits.clone();
    for (int k = 0; k < moved.length; k++) {
      moved[k] += share * steps[k] * variances[k];
    }
    return seen.loss(means(moved)[seen.action()]);
  }

  void write(DataOutput out) throws IOException {
    for (int k = 0; k < weights.length; k++) {
      Wire.writeDoubles(out, weights[k], weights[k].length);
      covariances[k].write(out);
    }
  }

  /** Takes over what {@link #write} wrote, for the same actions and inputs. */
  void restore(DataInput in) throws IOException {
    for (int k = 0; k < weights.length; k++) {
      weights[k] = Wire.readDoubles(in);
      covariances[k] = Covariance.read(in);
    }
  }
}
