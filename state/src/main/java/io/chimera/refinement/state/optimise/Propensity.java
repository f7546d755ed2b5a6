package io.chimera.refinement.state.optimise;

import io.chimera.refinement.state.event.Digests;

/**
 * The probabilities with which actions are drawn, and the draw itself: what is logged is what was
 * drawn from.
 */
public final class Propensity {
  /** Distance of neighbouring uniform numbers: 2^-53. */
  private static final double UNIT = 0x1p-53;

  private Propensity() {}

  /**
   * {@code best} with a floor: every action is drawn with at least {@code exploration /
   * best.length}.
   *
   * <p>Without a floor, off-policy estimates from the log have no bounded variance.
   *
   * @param best probabilities that add up to 1
   * @param exploration share of draws that are uniform, in [0, 1]
   */
  public static double[] withExploration(double[] best, double exploration) {
    if (!(exploration >= 0 && exploration <= 1)) {
      throw new IllegalArgumentException("exploration must be in [0, 1], was " + exploration);
    }
    double[] drawn = new double[best.length];
    for (int i = 0; i < best.length; i++) {
      drawn[i] = (1 - exploration) * best[i] + exploration / best.length;
    }
    return drawn;
  }

  /**
   * The same where only some actions may be taken; the others keep a probability of 0.
   *
   * @param best probabilities of all actions, which add up to 1 over those that are allowed
   */
  static double[] withExploration(double[] best, boolean[] allowed, double exploration) {
    if (!(exploration >= 0 && exploration <= 1)) {
      throw new IllegalArgumentException("exploration must be in [0, 1], was " + exploration);
    }
    int choices = 0;
    for (boolean each : allowed) {
      choices += each ? 1 : 0;
    }
    double[] drawn = best.clone();
    for (int k = 0; exploration > 0 && k < best.length; k++) {
      drawn[k] = allowed[k] ? (1 - exploration) * best[k] + exploration / choices : 0;
    }
    return drawn;
  }

  /**
   * A number in [0, 1) that depends on nothing but its arguments: the same decision draws the same
   * in every run.
   */
  public static double uniform(long seed, String subject, long decisionNumber) {
    long hash = Digests.fold(Digests.fold(Digests.mix(seed), subject), decisionNumber);
    return (hash >>> 11) * UNIT;
  }

  /** Index that {@code uniform} in [0, 1) picks from {@code probabilities}. */
  public static int draw(double[] probabilities, double uniform) {
    double reached = 0;
    int last = 0;
    for (int i = 0; i < probabilities.length; i++) {
      if (probabilities[i] > 0) {
        last = i;
        reached += probabilities[i];
        if (uniform < reached) {
          return i;
        }
      }
    }
    return last; // the probabilities may add up to a little less than 1
  }
}
