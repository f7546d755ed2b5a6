package io.chimera.refinement.state.optimise;

import java.util.List;

/**
 * The distribution from which Thompson sampling draws: for each arm, the probability that it is the
 * best one.
 *
 * <p>P(k is best) = ∫ f_k(x) Π_{j≠k} F_j(x) dx by quadrature on one grid for all arms. Within a
 * cell each density counts as flat, and the product of the distribution functions is integrated
 * exactly (Gauss–Legendre, 4 points, up to 8 arms): so ties within a cell are shared fairly, and
 * the probabilities add up to 1 by the product rule. Knowing the distribution, instead of drawing
 * from each posterior, makes the logged propensity exact. Cost: 512 cells, 4 products each.
 * StrictMath throughout: the same bits on every machine.
 */
public final class ThompsonSampling {
  private static final int CELLS = 512;

  /**
   * The grid covers every posterior to this many standard deviations: the lighter of a Beta's tails
   * is exponential, e^-20.
   */
  private static final double REACH = 20;

  private static final double LARGEST_BELOW_ONE = Math.nextDown(1.0);

  /** Gauss–Legendre on [0, 1]; Abramowitz and Stegun, table 25.4. */
  private static final double[] NODES = {
    0.06943184420297371, 0.33000947820757187, 0.6699905217924281, 0.9305681557970263
  };

  private static final double[] WEIGHTS = {
    0.17392742256872692, 0.32607257743127305, 0.32607257743127305, 0.17392742256872692
  };

  private ThompsonSampling() {}

  /** Probability that each of {@code posteriors} has the largest mean; adds up to 1. */
  public static double[] probabilitiesOfBest(List<BetaPosterior> posteriors) {
    int arms = posteriors.size();
    if (arms == 0) {
      throw new IllegalArgumentException("posteriors must be at least one, was 0");
    }
    double[][] masses = masses(posteriors);
    double[] best = new double[arms];
    double[] below = new double[arms];
    double[] others = new double[arms];
    for (int cell = 0; cell < CELLS; cell++) {
      for (int node = 0; node < NODES.length; node++) {
        productsOfOthers(masses, below, cell, NODES[node], others);
        for (int arm = 0; arm < arms; arm++) {
          best[arm] += WEIGHTS[node] * masses[arm][cell] * others[arm];
        }
      }
      for (int arm = 0; arm < arms; arm++) {
        below[arm] += masses[arm][cell];
      }
    }
    return normalised(best);
  }

  /**
   * Sets {@code others[k]} to the product over j ≠ k of the distribution function of j at {@code
   * node} of the cell.
   */
  private static void productsOfOthers(
      double[][] masses, double[] below, int cell, double node, double[] others) {
    double before = 1;
    for (int arm = 0; arm < others.length; arm++) {
      others[arm] = before;
      before *= below[arm] + node * masses[arm][cell];
    }
    double after = 1;
    for (int arm = others.length - 1; arm >= 0; arm--) {
      others[arm] *= after;
      after *= below[arm] + node * masses[arm][cell];
    }
  }

  private static double[][] masses(List<BetaPosterior> posteriors) {
    double low = 1;
    double high = 0;
    for (BetaPosterior posterior : posteriors) {
      double reach = REACH * Math.sqrt(posterior.variance());
      low = Math.min(low, posterior.mean() - reach);
      high = Math.max(high, posterior.mean() + reach);
    }
    low = Math.max(0, low);
    high = Math.min(1, high);
    double[] logs = new double[CELLS];
    double[] logsOfRest = new double[CELLS];
    for (int cell = 0; cell < CELLS; cell++) {
      double x = low + (high - low) * ((cell + 0.5) / CELLS);
      x = Math.max(Double.MIN_NORMAL, Math.min(LARGEST_BELOW_ONE, x));
      logs[cell] = StrictMath.log(x);
      logsOfRest[cell] = StrictMath.log1p(-x);
    }
    double[][] masses = new double[posteriors.size()][];
    for (int arm = 0; arm < masses.length; arm++) {
      masses[arm] = mass(posteriors.get(arm), logs, logsOfRest);
    }
    return masses;
  }

  /**
   * Mass of the posterior in each cell: densities in log space, so that none overflows, brought to
   * a total of 1.
   */
  private static double[] mass(BetaPosterior posterior, double[] logs, double[] logsOfRest) {
    double[] mass = new double[CELLS];
    double largest = Double.NEGATIVE_INFINITY;
    for (int cell = 0; cell < CELLS; cell++) {
      mass[cell] = (posterior.alpha() - 1) * logs[cell] + (posterior.beta() - 1) * logsOfRest[cell];
      largest = Math.max(largest, mass[cell]);
    }
    for (int cell = 0; cell < CELLS; cell++) {
      mass[cell] = StrictMath.exp(mass[cell] - largest);
    }
    return normalised(mass);
  }

  private static double[] normalised(double[] shares) {
    double total = 0;
    for (double share : shares) {
      total += share;
    }
    for (int i = 0; i < shares.length; i++) {
      shares[i] /= total;
    }
    return shares;
  }
}
