package io.chimera.refinement.state.optimise.belief;

import java.util.List;

/**
 * Which action is best, when each mean is known as a {@link Belief} only, independent of the
 * others.
 *
 * <p>P(k is best) = ∫ f_k(x) Π_{j≠k} F_j(x) dx, by quadrature on one grid for all. The grid covers
 * only the values that the largest mean can have: from the highest of the lower ends to the highest
 * of the upper ends. What lies below counts as below. Cost: O(actions × cells), actions² × cells
 * for the conditional means. StrictMath throughout: the same bits on every machine.
 */
public final class BestArm {
  private static final int CELLS = 128;

  /** Each belief is covered to this many deviations. */
  private static final double REACH = 6;

  private final int actions;
  private final double low;
  private final double width;
  private final double[] means;
  private final double[][] masses;
  private final double[] below;
  private final double[] probabilities;

  private BestArm(List<? extends Belief> beliefs) {
    actions = beliefs.size();
    means = new double[actions];
    double from = Double.NEGATIVE_INFINITY;
    double to = Double.NEGATIVE_INFINITY;
    for (int k = 0; k < actions; k++) {
      Belief belief = beliefs.get(k);
      means[k] = belief.mean();
      double reach = REACH * belief.deviation();
      from = Math.max(from, Math.max(belief.least(), means[k] - reach));
      to = Math.max(to, Math.min(belief.largest(), means[k] + reach));
    }
    low = from;
    width = (to - from) / CELLS;
    masses = new double[actions][];
    below = new double[actions];
    for (int k = 0; k < actions; k++) {
      spread(beliefs.get(k), k);
    }
    probabilities = integrate();
  }

  public static BestArm among(List<? extends Belief> beliefs) {
    if (beliefs.isEmpty()) {
      throw new IllegalArgumentException("beliefs must be at least one, was 0");
    }
    return new BestArm(beliefs);
  }

  /** For each action the probability that its mean is the largest; adds up to 1. */
  public double[] probabilities() {
    return probabilities.clone();
  }

  /** Mean of the belief of action {@code k}. */
  public double mean(int k) {
    return means[k];
  }

  private double centre(int cell) {
    return low + (cell + 0.5) * width;
  }

  private void spread(Belief belief, int k) {
    double reach = REACH * belief.deviation();
    if (belief.mean() + reach <= low || !(width > 0)) {
      below[k] = 1; // cannot be the best
      return;
    }
    double[] mass = new double[CELLS];
    double total = 0;
    for (int cell = 0; cell < CELLS; cell++) {
      double x = centre(cell);
      if (Math.abs(x - belief.mean()) <= reach) {
        mass[cell] = width * StrictMath.exp(belief.logDensity(x));
        total += mass[cell];
      }
    }
    boolean allOnGrid = belief.mean() - reach >= low - 0.5 * width;
    if (allOnGrid && total < 0.5) { // narrower than a cell
      int cell = (int) ((belief.mean() - low) / width);
      mass[Math.max(0, Math.min(CELLS - 1, cell))] = 1;
      total = 1;
      masses[k] = mass;
      return;
    }
    if (allOnGrid || total > 1) {
      for (int cell = 0; cell < CELLS; cell++) {
        mass[cell] /= total;
      }
    } else {
      below[k] = 1 - total;
    }
    masses[k] = mass;
  }

  private double[] integrate() {
    double[] best = new double[actions];
    double[] reached = below.clone();
    double[] inside = new double[actions];
    double[] others = new double[actions];
    for (int cell = 0; cell < CELLS; cell++) {
      double product = 1;
      for (int k = 0; k < actions; k++) {
        double mass = masses[k] == null ? 0 : masses[k][cell];
        inside[k] = reached[k] + 0.5 * mass;
        reached[k] += mass;
        others[k] = product;
        product *= inside[k];
      }
      product = 1;
      for (int k = actions - 1; k >= 0; k--) {
        if (masses[k] != null) {
          best[k] += masses[k][cell] * others[k] * product;
        }
        product *= inside[k];
      }
    }
    double total = 0;
    for (double p : best) {
      total += p;
    }
    if (!(total > 0)) { // every belief is a point
      int largest = 0;
      for (int k = 1; k < actions; k++) {
        largest = means[k] > means[largest] ? k : largest;
      }
      best[largest] = 1;
      return best;
    }
    for (int k = 0; k < actions; k++) {
      best[k] /= total;
    }
    return best;
  }

  /**
   * E[mean of a | b is the best] in row a, column b; the plain mean where b is practically never
   * the best.
   */
  double[][] conditionalMeans() {
    double[][] conditional = new double[actions][actions];
    double[][] sums = new double[actions][actions];
    double[] weights = new double[actions];
    double[] reached = below.clone();
    double[] moments = new double[actions]; // of what lies below, E[x; x < cell]
    for (int k = 0; k < actions; k++) {
      moments[k] = means[k];
      for (int cell = 0; masses[k] != null && cell < CELLS; cell++) {
        moments[k] -= masses[k][cell] * centre(cell);
      }
    }
    double[] inside = new double[actions];
    double[] meanBelow = new double[actions];
    for (int cell = 0; cell < CELLS; cell++) {
      double x = centre(cell);
      for (int k = 0; k < actions; k++) {
        double mass = masses[k] == null ? 0 : masses[k][cell];
        inside[k] = reached[k] + 0.5 * mass;
        meanBelow[k] = inside[k] > 1e-12 ? (moments[k] + 0.5 * mass * x) / inside[k] : means[k];
        reached[k] += mass;
        moments[k] += mass * x;
      }
      for (int b = 0; b < actions; b++) {
        if (masses[b] == null || masses[b][cell] <= 0) {
          continue;
        }
        double weight = masses[b][cell];
        for (int j = 0; j < actions; j++) {
          weight *= j == b ? 1 : inside[j];
        }
        weights[b] += weight;
        for (int a = 0; a < actions; a++) {
          sums[a][b] += weight * (a == b ? x : meanBelow[a]);
        }
      }
    }
    for (int a = 0; a < actions; a++) {
      for (int b = 0; b < actions; b++) {
        conditional[a][b] = weights[b] > 1e-14 ? sums[a][b] / weights[b] : means[a];
      }
    }
    return conditional;
  }
}
