package io.chimera.refinement.state.optimise;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;

/**
 * What a fixed action would have earned, had it always been taken: estimated from decisions that
 * were made otherwise.
 *
 * <p>Doubly robust: the predictions at the time of each decision, corrected by what was paid where
 * the action was in fact drawn, weighted by its propensity. Decisions count by one over the root of
 * the usual inverse propensity, so that times in which the action was hardly ever drawn do not
 * drown the others. Where the correction is within its own noise, the estimate leans on the
 * predictions; the interval always covers that of the correction. Nothing but sums is kept.
 * Sources: Dudik, Langford and Li, "Doubly robust policy evaluation and learning", 2011, equation
 * 2; Zhan, Hadad, Hirshberg and Athey, "Off-policy evaluation via adaptive weighting with data from
 * contextual bandits", 2021, section 4 (StableVar). Leaning on the predictions: James and Stein,
 * 1961.
 */
public final class PolicyValue {
  /** 97.5 % quantile of the normal distribution. */
  private static final double QUANTILE = 1.959963984540054;

  /** How fast the usual inverse propensity is forgotten. */
  private static final double RATE = 0.02;

  /**
   * Half width that n draws of the action leave open however well they agree: three in n, the 95 %
   * bound for what was never seen (Hanley and Lippman-Hand, 1983), one third of it since most of
   * what is at stake was predicted.
   */
  private static final double UNSEEN = 1;

  private static final double DRAWS_AT_FIRST = 10;

  /**
   * @param value mean reward
   * @param lower bound of the 95 % interval
   * @param upper bound of the 95 % interval
   * @param draws how often the action was in fact drawn
   */
  public record Estimate(double value, double lower, double upper, long draws) {}

  /** Sums for one action; h is the weight of a decision, s its score. */
  private static final class Sums {
    private double inverse;
    private double weights;
    private double squares;
    private double scores;
    private double crossed;
    private double scoreSquares;
    private double predictions;
    private long draws;
    private long decisions;
  }

  private final Sums[] actions;

  public PolicyValue(int actions) {
    this.actions = new Sums[actions];
    Arrays.setAll(this.actions, k -> new Sums());
    for (Sums sums : this.actions) {
      sums.inverse = actions;
    }
  }

  /**
   * Takes in a settled decision.
   *
   * @param pmf probabilities with which actions were drawn; an action that was not allowed, 0,
   *     learns nothing
   * @param predicted what each action was expected to pay when it was decided
   */
  public void add(double[] pmf, double[] predicted, int action, double reward) {
    for (int k = 0; k < actions.length; k++) {
      if (!(pmf[k] > 0)) {
        continue;
      }
      Sums sums = actions[k];
      double score = predicted[k] + (k == action ? (reward - predicted[k]) / pmf[k] : 0);
      double h = 1 / Math.sqrt(sums.inverse);
      sums.weights += h;
      sums.squares += h * h;
      sums.scores += h * score;
      sums.crossed += h * h * score;
      sums.scoreSquares += h * h * score * score;
      sums.predictions += predicted[k];
      sums.draws += k == action ? 1 : 0;
      sums.decisions++;
      sums.inverse += Math.max(RATE, 1.0 / sums.decisions) * (1 / pmf[k] - sums.inverse);
    }
  }

  /**
   * Value of always taking {@code action}, with rewards in [0, 1]; all of it before any decision.
   */
  public Estimate of(int action) {
    Sums sums = actions[action];
    if (sums.decisions == 0) {
      return new Estimate(0.5, 0, 1, 0);
    }
    double robust = sums.scores / sums.weights;
    double variance =
        sums.scoreSquares - 2 * robust * sums.crossed + robust * robust * sums.squares;
    double deviation = Math.sqrt(Math.max(0, variance)) / sums.weights;
    double predicted = sums.predictions / sums.decisions;
    double correction = robust - predicted;
    double trust =
        correction == 0 ? 0 : Math.max(0, 1 - deviation * deviation / (correction * correction));
    double value = unit(predicted + trust * correction);
    double half =
        QUANTILE * deviation + Math.abs(robust - value) + UNSEEN / (sums.draws + DRAWS_AT_FIRST);
    return new Estimate(value, unit(value - half), unit(value + half), sums.draws);
  }

  private static double unit(double x) {
    return Math.max(0, Math.min(1, x));
  }

  void write(DataOutput out) throws IOException {
    for (Sums sums : actions) {
      out.writeDouble(sums.inverse);
      out.writeDouble(sums.weights);
      out.writeDouble(sums.squares);
      out.writeDouble(sums.scores);
      out.writeDouble(sums.crossed);
      out.writeDouble(sums.scoreSquares);
      out.writeDouble(sums.predictions);
      out.writeLong(sums.draws);
      out.writeLong(sums.decisions);
    }
  }

  static PolicyValue read(DataInput in, int actions) throws IOException {
    PolicyValue read = new PolicyValue(actions);
    for (Sums sums : read.actions) {
      sums.inverse = in.readDouble();
      sums.weights = in.readDouble();
      sums.squares = in.readDouble();
      sums.scores = in.readDouble();
      sums.crossed = in.readDouble();
      sums.scoreSquares = in.readDouble();
      sums.predictions = in.readDouble();
      sums.draws = in.readLong();
      sums.decisions = in.readLong();
    }
    return read;
  }
}
