package io.chimera.refinement.state.optimise.search;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * Bayesian and gradient search on one setting: the Bayesian one suggests as long as it gains.
 *
 * <p>The gradient is asked when nothing better has been found for a while: a round is a pair of
 * probes beside the best setting and the setting that they point to. It goes on while its rounds
 * gain, and rests for a few suggestions when one did not or left what the Bayesian search deems
 * safe. Both learn from everything that is observed; what is best the Bayesian search says, for it
 * knows noise and limits. The same calls give the same settings.
 */
public final class SearchRace implements SettingSearch {
  /** Which search made a suggestion; in a checkpoint by its place. */
  public enum Runner {
    BAYESIAN,
    GRADIENT
  }

  /** A smaller share of all gains is none. */
  private static final double LEAST_GAIN = 1e-3;

  private static final int REST = 6;
  private static final int PATIENCE = 8;
  private static final int PATIENCE_PER_DIMENSION = 4;

  private final SearchSpace space;
  private final int constraints;
  private final BayesianSearch bayesian;
  private final GradientSearch gradient;
  private Runner runner = Runner.BAYESIAN;

  /** Whether the last probe of a round is out, and its destination is to be tried next. */
  private boolean destinationDue;

  private boolean inRound;
  private boolean roundGained;
  private int rest;
  private int sinceBetter;
  private double firstValue = Double.NaN;
  private double bestValue = Double.NaN;

  /**
   * @param running the setting in force, where both start
   * @param noisy whether an evaluation repeats only roughly
   * @param constraints number of limits, each observed as a number that must be at most 0
   */
  public SearchRace(
      SearchSpace space, double[] running, boolean noisy, int constraints, long seed) {
    this.space = space;
    this.constraints = constraints;
    bayesian = new BayesianSearch(space, running, noisy, constraints, seed);
    gradient = new GradientSearch(space, running, noisy, constraints, seed);
  }

  @Override
  public double[] suggest() {
    if (!inRound && isGradientsTurn()) {
      inRound = true;
      destinationDue = false;
      roundGained = false;
      gradient.startFrom(bayesian.best());
    }
    if (inRound) {
      double[] setting = destinationDue ? gradient.position() : gradient.suggest();
      if (bayesian.deemsSafe(setting)) {
        runner = Runner.GRADIENT;
        return setting;
      }
      inRound = false; // probes know nothing of limits: the round ends here
      rest = REST;
    }
    runner = Runner.BAYESIAN;
    try {
      return bayesian.suggest();
    } catch (ArithmeticException e) { // what was tried cannot be told apart: the other one need not
      runner = Runner.GRADIENT;
      return gradient.suggest();
    }
  }

  private boolean isGradientsTurn() {
    return roundGained
        || (rest == 0 && sinceBetter >= PATIENCE + PATIENCE_PER_DIMENSION * space.dimensions());
  }

  /** Who made the last suggestion. */
  public Runner runner() {
    return runner;
  }

  @Override
  public void observe(double[] setting, double value, double[] limits) {
    bayesian.observe(setting, value, limits);
    boolean wasSecond = inRound && !destinationDue && gradient.isSecondOfPair();
    gradient.observe(setting, value, limits);
    boolean gained = note(value, keeps(limits));
    roundGained |= inRound && gained;
    rest = inRound ? REST : Math.max(0, rest - 1);
    if (inRound && destinationDue) {
      inRound = false;
      destinationDue = false;
    } else if (wasSecond && gradient.isBetweenPairs()) {
      destinationDue = true;
    }
  }

  /** Whether the value is better than all before by enough to count. */
  private boolean note(double value, boolean kept) {
    if (Double.isNaN(firstValue)) {
      firstValue = value;
      bestValue = kept ? value : Double.NaN;
      return false;
    }
    double gained = kept && value < bestValue ? bestValue - value : 0;
    if (kept && !(bestValue <= value)) {
      bestValue = value;
    }
    double all = Math.abs(firstValue - bestValue);
    boolean better = gained > LEAST_GAIN * all;
    sinceBetter = better ? 0 : sinceBetter + 1;
    return better;
  }

  private boolean keeps(double[] limits) {
    for (int c = 0; c < constraints; c++) {
      if (limits == null || c >= limits.length || !(limits[c] <= 0)) {
        return false;
      }
    }
    return true;
  }

  @Override
  public double[] best() {
    return bayesian.best();
  }

  @Override
  public int evaluations() {
    return bayesian.evaluations();
  }

  @Override
  public void write(DataOutput out) throws IOException {
    bayesian.write(out);
    gradient.write(out);
    out.writeByte(runner.ordinal());
    out.writeBoolean(inRound);
    out.writeBoolean(destinationDue);
    out.writeBoolean(roundGained);
    out.writeInt(rest);
    out.writeInt(sinceBetter);
    out.writeDouble(firstValue);
    out.writeDouble(bestValue);
  }

  @Override
  public void restore(DataInput in) throws IOException {
    bayesian.restore(in);
    gradient.restore(in);
    runner = Runner.values()[in.readByte()];
    inRound = in.readBoolean();
    destinationDue = in.readBoolean();
    roundGained = in.readBoolean();
    rest = in.readInt();
    sinceBetter = in.readInt();
    firstValue = in.readDouble();
    bestValue = in.readDouble();
  }
}
