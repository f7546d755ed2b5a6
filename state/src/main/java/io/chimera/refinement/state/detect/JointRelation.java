package io.chimera.refinement.state.detect;

import io.chimera.refinement.state.wire.Wire;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;
import org.hipparchus.exception.MathIllegalArgumentException;
import org.hipparchus.linear.Array2DRowRealMatrix;
import org.hipparchus.linear.CholeskyDecomposition;
import org.hipparchus.linear.RealMatrix;

/**
 * How some metrics usually move together: what each of them is, given the others.
 *
 * <p>Each metric is looked at by its distance from its own slow level. The same linear filter on
 * all of them leaves a linear relation as it is; so levels begin anew together or not at all. Mean
 * and covariance of the distances are learned with fading weights, and what contradicts them weighs
 * less (Huber, "Robust estimation of a location parameter", 1964). Correlations are drawn towards
 * none, as if that had been seen in some more panes (Ledoit and Wolf, 2004, estimate how many).
 * With the inverse P of the correlations, a metric's distance from what the others imply is (P x)_j
 * / P_jj (Lauritzen, "Graphical Models", 1996, s. 5.1). How large that usually is, is measured in
 * panes that were not yet learned, so chance does not pass for a relation.
 *
 * <p>Shape: a place per metric; NaN is a missing value, the others are judged without it. State: 7
 * numbers per metric and one per pair. Cost: O(metrics³).
 */
final class JointRelation {
  /** Panes in which a level fades to 1/e: fifty minutes of values every ten seconds. */
  private static final double LEVEL_MEMORY = 300;

  /** Panes in which what is known of a relation fades to 1/e: four hours of them. */
  private static final double MEMORY = 1_500;

  /** Panes that the assumption of no relation is worth, and the least share it keeps. */
  private static final double PRIOR = 30;

  private static final double LEAST_SHRINKAGE = 0.01;

  /** Deviations beyond which a distance counts no further. */
  private static final double CLIP = 6;

  /** Panes of a metric before the others imply anything of it, or it of them. */
  private static final int LEAST_KNOWN = 30;

  /** Deviations from what the others imply beyond which a pane teaches less. */
  private static final double DOUBTFUL = 3;

  /** How far beyond its usual size a square may count for the usual size. */
  private static final double MOST_SQUARE = 16;

  private static final double LEAST_PIVOT = 1e-9;

  private double[] levels = {};
  private double[] means = {};
  private double[] misses = {};
  private int[] ages = {};
  private int[] known = {};

  /** Covariances of the distances, row by row up to the diagonal. */
  private double[] products = {};

  /** How many metrics there are. */
  int size() {
    return levels.length;
  }

  /** A metric more, of which nothing is known, at {@code place}. */
  void insert(int place) {
    int size = size();
    double[] moved = new double[(size + 1) * (size + 2) / 2];
    for (int i = 0; i < size; i++) {
      for (int j = 0; j <= i; j++) {
        moved[at(i < place ? i : i + 1, j < place ? j : j + 1)] = products[at(i, j)];
      }
    }
    products = moved;
    levels = inserted(levels, place);
    means = inserted(means, place);
    misses = inserted(misses, place);
    ages = inserted(ages, place);
    known = inserted(known, place);
  }

  static double[] inserted(double[] values, int place) {
    double[] longer = Arrays.copyOf(values, values.length + 1);
    System.arraycopy(values, place, longer, place + 1, values.length - place);
    longer[place] = 0;
    return longer;
  }

  private static int[] inserted(int[] values, int place) {
    int[] longer = Arrays.copyOf(values, values.length + 1);
    System.arraycopy(values, place, longer, place + 1, values.length - place);
    longer[place] = 0;
    return longer;
  }

  private static int at(int i, int j) {
    return i >= j ? i * (i + 1) / 2 + j : j * (j + 1) / 2 + i;
  }

  /** Levels are forgotten: those of all metrics, else they would no longer fit each other. */
  void relevel() {
    Arrays.fill(ages, 0);
  }

  /** Looks at the values of a pane; {@link #learn} may follow. */
  void judge(JointPane pane) {
    int judged = 0;
    for (int j = 0; j < size(); j++) {
      pane.deviations[j] = Double.NaN;
      pane.errors[j] = Double.NaN;
      pane.distances[j] = ages[j] == 0 ? 0 : pane.values[j] - levels[j];
      double spread = spread(j);
      if (!Double.isNaN(pane.values[j]) && known[j] >= LEAST_KNOWN && spread > 0) {
        double relative = (pane.distances[j] - means[j]) / spread;
        pane.deviations[j] = Math.max(-CLIP, Math.min(CLIP, relative));
        pane.present[judged++] = j;
      }
    }
    pane.weight = 1;
    if (judged > 1) {
      imply(pane, judged);
    }
  }

  private void imply(JointPane pane, int judged) {
    RealMatrix precision;
    try {
      precision =
          new CholeskyDecomposition(correlations(pane.present, judged), LEAST_PIVOT, LEAST_PIVOT)
              .getSolver()
              .getInverse();
    } catch (MathIllegalArgumentException e) {
      return; // correlations of metrics that came at different times can contradict each other
    }
    double worst = 0;
    for (int a = 0; a < judged; a++) {
      double sum = 0;
      for (int b = 0; b < judged; b++) {
        sum += precision.getEntry(a, b) * pane.deviations[pane.present[b]];
      }
      int j = pane.present[a];
      pane.errors[j] = sum / precision.getEntry(a, a);
      if (misses[j] > 0) {
        worst = Math.max(worst, pane.errors[j] * pane.errors[j] / misses[j]);
      }
    }
    pane.weight = Math.min(1, DOUBTFUL * DOUBTFUL / Math.max(worst, Double.MIN_NORMAL));
  }

  private RealMatrix correlations(int[] present, int judged) {
    double[][] correlations = new double[judged][judged];
    for (int a = 0; a < judged; a++) {
      correlations[a][a] = 1;
      for (int b = 0; b < a; b++) {
        double panes = Math.min(known[present[a]], known[present[b]]);
        double kept = (1 - LEAST_SHRINKAGE) * panes / (panes + PRIOR);
        correlations[a][b] = kept * correlation(present[a], present[b]);
        correlations[b][a] = correlations[a][b];
      }
    }
    return new Array2DRowRealMatrix(correlations, false);
  }

  /** How two metrics move together, -1 to 1; 0 while one of them does not move. */
  double correlation(int i, int j) {
    double scale = spread(i) * spread(j);
    return scale > 0 ? Math.max(-1, Math.min(1, products[at(i, j)] / scale)) : 0;
  }

  /** Usual deviation of a metric from its level, in its unit. */
  private double spread(int j) {
    return Math.sqrt(products[at(j, j)]);
  }

  /** Usual square of a metric's error, in its usual deviations; 0 while unknown. */
  double usualError(int j) {
    return misses[j];
  }

  /** Share of a metric's variance that the others explain: below 0 when they only mislead. */
  double explained(int j) {
    return known[j] < 2 * LEAST_KNOWN ? 0 : 1 - misses[j];
  }

  /** Panes in which the metric was seen. */
  int known(int j) {
    return known[j];
  }

  /** What the others imply for a metric in a pane that was judged, in its unit. */
  double implied(int j, JointPane pane) {
    return levels[j] + means[j] + (pane.deviations[j] - pane.errors[j]) * spread(j);
  }

  /** Usual distance of a metric from what the others imply, in its unit. */
  double usualMiss(int j) {
    return Math.sqrt(misses[j]) * spread(j);
  }

  /** Learns the pane that was judged last; {@code share} in (0, 1] is how much it counts. */
  void learn(JointPane pane, double share) {
    for (int i = 0; i < size(); i++) {
      if (!Double.isNaN(pane.values[i])) {
        learnProducts(i, pane, share);
        learnError(i, pane.errors[i], share);
      }
    }
    for (int i = 0; i < size(); i++) {
      if (!Double.isNaN(pane.values[i])) {
        means[i] += gain(known[i], MEMORY) * pane.weight * share * centred(i, pane);
        double counted = ages[i] == 0 ? 1 : share;
        levels[i] += gain(ages[i], LEVEL_MEMORY) * counted * (pane.values[i] - levels[i]);
        ages[i] = Math.min(ages[i] + 1, Integer.MAX_VALUE - 1);
        known[i] = Math.min(known[i] + 1, Integer.MAX_VALUE - 1);
      }
    }
  }

  private void learnProducts(int i, JointPane pane, double share) {
    double one = centred(i, pane);
    for (int j = 0; j <= i; j++) {
      if (!Double.isNaN(pane.values[j])) {
        double gain = gain(Math.min(known[i], known[j]), MEMORY) * pane.weight * share;
        products[at(i, j)] += gain * (one * centred(j, pane) - products[at(i, j)]);
      }
    }
  }

  private void learnError(int i, double error, double share) {
    if (!Double.isNaN(error)) {
      double square = error * error;
      double most = known[i] < 2 * LEAST_KNOWN ? square : MOST_SQUARE * misses[i];
      double gain = gain(Math.max(0, known[i] - LEAST_KNOWN), MEMORY) * share;
      misses[i] += gain * (Math.min(square, most) - misses[i]);
    }
  }

  private double centred(int j, JointPane pane) {
    double distance = pane.distances[j] - means[j];
    double most = CLIP * spread(j);
    return known[j] < LEAST_KNOWN || most == 0
        ? distance
        : Math.max(-most, Math.min(most, distance));
  }

  private static double gain(int known, double memory) {
    return Math.max(1 / memory, 1.0 / (known + 1));
  }

  void write(DataOutput out) throws IOException {
    Wire.writeVarInt(out, size());
    for (int i = 0; i < size(); i++) {
      out.writeDouble(levels[i]);
      out.writeDouble(means[i]);
      out.writeDouble(misses[i]);
      Wire.writeVarInt(out, ages[i]);
      Wire.writeVarInt(out, known[i]);
    }
    for (double product : products) {
      out.writeDouble(product);
    }
  }

  static JointRelation read(DataInput in) throws IOException {
    JointRelation relation = new JointRelation();
    int size = Wire.readVarInt(in);
    relation.levels = new double[size];
    relation.means = new double[size];
    relation.misses = new double[size];
    relation.ages = new int[size];
    relation.known = new int[size];
    for (int i = 0; i < size; i++) {
      relation.levels[i] = in.readDouble();
      relation.means[i] = in.readDouble();
      relation.misses[i] = in.readDouble();
      relation.ages[i] = Wire.readVarInt(in);
      relation.known[i] = Wire.readVarInt(in);
    }
    relation.products = new double[size * (size + 1) / 2];
    for (int i = 0; i < relation.products.length; i++) {
      relation.products[i] = in.readDouble();
    }
    return relation;
  }
}
