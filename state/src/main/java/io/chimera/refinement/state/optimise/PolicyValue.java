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
 * contextual bandits", 2021, section 4 (StableVar); Ionides, "Truncated importance sampling", 2008.
 * Leaning on the predictions: James and Stein, 1961.
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

  /** An action that is drawn less often than this is believed rather than tried. */
  private static final double UNTESTED = 0.05;

  /** Inverse propensities count up to so many times the root of the number of decisions. */
  private static final double TRUNCATED = 3;

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
    private double corrections;
    private double untested;
    private long draws;
    private long decisions;

    private double variance(double mean) {
      return scoreSquares - 2 * mean * crossed + mean * mean * squares;
    }
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
      double weight =
          Math.min(1 / pmf[k], Math.max(actions.length, TRUNCATED * Math.sqrt(sums.decisions)));
      double model = plausible(predicted[k]);
      double score = model + (k == action ? weight * (reward - model) : 0);
      double h = 1 / Math.sqrt(sums.inverse);
      sums.weights += h;
      sums.squares += h * h;
      sums.scores += h * score;
      sums.crossed += h * h * score;
      sums.scoreSquares += h * h * score * score;
      sums.predictions += model;
      sums.untested += pmf[k] < UNTESTED ? model : 0;
      if (k == action) {
        double untruncated = h * (reward - model) / pmf[k];
        sums.corrections += untruncated * untruncated;
      }
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
    double deviation = Math.sqrt(Math.max(0, sums.variance(robust))) / sums.weights;
    double predicted = sums.predictions / sums.decisions;
    double correction = robust - predicted;
    double trust =
        correction == 0 ? 0 : Math.max(0, 1 - deviation * deviation / (correction * correction));
    double value = unit(predicted + trust * correction);
    // Truncation makes the estimate better and its deviation too small: the interval knows both.
    double honest = Math.max(deviation, Math.sqrt(sums.corrections) / sums.weights);
    double half =
        QUANTILE * honest + Math.abs(robust - value) + UNSEEN / (sums.draws + DRAWS_AT_FIRST);
    double unproven = sums.untested / sums.decisions; // rests on predictions alone
    return new Estimate(value, unit(value - half - unproven), unit(value + half), sums.draws);
  }

  /**
   * A prediction as a reward in [0, 1]. Where an action was hardly tried, linear models go below 0:
   * taken as they are they bias the mean down, clipped they bias it up, so they count half.
   */
  private static double plausible(double predicted) {
    return predicted < 0 ? predicted / 2 : Math.min(1, predicted);
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
      out.writeDouble(sums.corrections);
      out.writeDouble(sums.untested);
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
      sums.corrections = in.readDouble();
      sums.untested = in.readDouble();
      sums.draws = in.readLong();
      sums.decisions = in.readLong();
    }
    return read;
  }
}
