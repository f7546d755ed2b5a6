package io.chimera.refinement.state.optimise.belief;

/**
 * Information-directed choice: explores where a unit of regret buys the most knowledge of which
 * action is best.
 *
 * <p>The distribution over actions that minimises (expected regret)² / (expected variance of the
 * reward explained by the identity of the best action). At most two actions carry the minimum.
 * Source: Russo and Van Roy, "Learning to optimize via information-directed sampling", 2018,
 * sections 4 and 6.3 (variance-based).
 */
public final class InformationDirected {
  private InformationDirected() {}

  /** Probabilities with which to draw each action; add up to 1. */
  public static double[] distribution(BestArm best) {
    double[] probabilities = best.probabilities();
    int actions = probabilities.length;
    double[][] conditional = best.conditionalMeans();
    double optimum = 0;
    for (int b = 0; b < actions; b++) {
      optimum += probabilities[b] * conditional[b][b];
    }
    double[] regret = new double[actions];
    double[] gain = new double[actions];
    for (int a = 0; a < actions; a++) {
      regret[a] = Math.max(0, optimum - best.mean(a));
      for (int b = 0; b < actions; b++) {
        double shift = conditional[a][b] - best.mean(a);
        gain[a] += probabilities[b] * shift * shift;
      }
    }
    return cheapest(regret, gain);
  }

  private static double[] cheapest(double[] regret, double[] gain) {
    int actions = regret.length;
    int first = 0;
    int second = 0;
    double share = 1;
    double least = Double.POSITIVE_INFINITY;
    for (int i = 0; i < actions; i++) {
      for (int j = i; j < actions; j++) {
        double q = i == j ? 1 : bestShare(regret[i], regret[j], gain[i], gain[j]);
        double ratio = ratio(q, regret[i], regret[j], gain[i], gain[j]);
        if (ratio < least) {
          least = ratio;
          first = i;
          second = j;
          share = q;
        }
      }
    }
    double[] distribution = new double[actions];
    distribution[first] += share;
    distribution[second] += 1 - share;
    return distribution;
  }

  private static double ratio(double q, double d1, double d2, double g1, double g2) {
    double d = q * d1 + (1 - q) * d2;
    double g = q * g1 + (1 - q) * g2;
    return d * d / Math.max(g, 1e-300);
  }

  /** Share of the first of two that minimises the ratio: an end, or where its derivative is 0. */
  private static double bestShare(double d1, double d2, double g1, double g2) {
    double best = ratio(0, d1, d2, g1, g2) < ratio(1, d1, d2, g1, g2) ? 0 : 1;
    double dd = d1 - d2;
    double dg = g1 - g2;
    if (dd == 0 || dg == 0) {
      return best;
    }
    double stationary = d2 / dd - 2 * g2 / dg; // of (d2 + q dd)^2 / (g2 + q dg)
    if (stationary > 0
        && stationary < 1
        && ratio(stationary, d1, d2, g1, g2) < ratio(best, d1, d2, g1, g2)) {
      return stationary;
    }
    return best;
  }
}
