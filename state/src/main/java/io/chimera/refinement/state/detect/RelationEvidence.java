package io.chimera.refinement.state.detect;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;

/**
 * What has piled up of late against the usual relation of some metrics.
 *
 * <p>Each metric's distance from what the others imply is averaged over two spans, its square (the
 * metric follows the others no longer) and itself (it does so at another height). That is
 * Hotelling's T² taken apart by metric (Mason, Tracy and Young, 1995) and accumulated exponentially
 * (Lowry et al., "A multivariate exponentially weighted moving average control chart",
 * Technometrics 1992). In a time in which the metric itself moves more than usual, its errors may
 * as well be larger: they are divided by that. Both become minus the decimal logarithm of the
 * probability that independent normal errors would have it (Chernoff's bound for a mean of
 * squares). Errors are neither: {@link RarityScale} says how rare that is in fact. Of metrics that
 * the others hardly explain nothing is said.
 *
 * <p>State: 10 numbers per metric. Cost: O(metrics).
 */
final class RelationEvidence {
  /**
   * Panes in which an average fades to 1/e: four and twelve minutes of values every ten seconds.
   */
  private static final float[] SPANS = {24, 72};

  private static final int COUNT = SPANS.length;

  /**
   * Panes that tell as much as one would if windows neither overlapped nor resembled each other.
   */
  private static final double PANES_PER_NEWS = 6;

  /** Share of a metric's variance that the others have to explain. */
  private static final double LEAST_EXPLAINED = 0.5;

  /** Deviations beyond which a single error counts no further. */
  private static final double CLIP = 4;

  /** Share of the size of the worst error that is left after one more pane. */
  private static final float WORST_LEFT = 0.97f;

  private float[] squares = {};
  private float[] sums = {};
  private float[] own = {};
  private float[] worstErrors = {};
  private double[] worstValues = {};
  private double[] worstImplied = {};
  private long[] worstAt = {};

  // The verdict on the last pane; not part of the state.
  private int metric = -1;
  private double nominal;

  /** A metric more at {@code place}. */
  void insert(int place) {
    squares = inserted(squares, place, COUNT, 1);
    sums = inserted(sums, place, COUNT, 0);
    own = inserted(own, place, COUNT, 1);
    worstErrors = inserted(worstErrors, place, 1, 0);
    worstValues = JointRelation.inserted(worstValues, place);
    worstImplied = JointRelation.inserted(worstImplied, place);
    long[] longer = Arrays.copyOf(worstAt, worstAt.length + 1);
    System.arraycopy(worstAt, place, longer, place + 1, worstAt.length - place);
    worstAt = longer;
  }

  private static float[] inserted(float[] values, int place, int count, float fresh) {
    float[] longer = Arrays.copyOf(values, values.length + count);
    int from = place * count;
    System.arraycopy(values, from, longer, from + count, values.length - from);
    Arrays.fill(longer, from, from + count, fresh);
    return longer;
  }

  /** Forgets what has piled up. */
  void clear() {
    Arrays.fill(squares, 1);
    Arrays.fill(sums, 0);
    Arrays.fill(own, 1);
    Arrays.fill(worstErrors, 0);
  }

  /** Takes in a pane that {@code relation} has judged. */
  void take(JointPane pane, JointRelation relation, long endMillis) {
    metric = -1;
    nominal = 0;
    for (int j = 0; j < relation.size(); j++) {
      double usual = relation.usualError(j);
      if (!Double.isNaN(pane.errors[j]) && usual > 0) {
        double error = clipped(pane.errors[j] / Math.sqrt(usual));
        average(j, (float) error, (float) clipped(pane.deviations[j]));
        keepWorst(j, (float) error, pane.values[j], relation.implied(j, pane), endMillis);
        double rated = relation.explained(j) >= LEAST_EXPLAINED ? rated(j) : -1;
        if (rated >= 0 && (metric < 0 || rated > nominal)) {
          nominal = rated;
          metric = j;
        }
      }
    }
  }

  private static double clipped(double deviation) {
    return Math.max(-CLIP, Math.min(CLIP, deviation));
  }

  private void average(int j, float error, float deviation) {
    for (int span = 0; span < COUNT; span++) {
      int at = j * COUNT + span;
      squares[at] += (error * error - squares[at]) / SPANS[span];
      sums[at] += (error - sums[at]) / SPANS[span];
      own[at] += (deviation * deviation - own[at]) / SPANS[span];
    }
  }

  private void keepWorst(int j, float error, double value, double implied, long endMillis) {
    worstErrors[j] *= WORST_LEFT;
    if (Math.abs(error) >= Math.abs(worstErrors[j])) {
      worstErrors[j] = error;
      worstValues[j] = value;
      worstImplied[j] = implied;
      worstAt[j] = endMillis;
    }
  }

  private double rated(int j) {
    double best = 0;
    for (int span = 0; span < COUNT; span++) {
      int at = j * COUNT + span;
      double calm = Math.max(1, own[at]);
      double news = 2 * SPANS[span] / PANES_PER_NEWS;
      double ratio = squares[at] / calm;
      double scatter = ratio > 1 ? ratio - 1 - Logarithms.ln(ratio) : 0;
      double shift = sums[at] * sums[at] / calm;
      best = Math.max(best, news / 2 * Math.max(scatter, shift) / Logarithms.LN_10);
    }
    return best;
  }

  /** The metric that fits the others least; -1 when the others explain none. */
  int metric() {
    return metric;
  }

  /** How rare that would be of independent normal errors. */
  double nominal() {
    return nominal;
  }

  /** The value that fitted least of late, in the unit of the metric. */
  double worstValue(int j) {
    return worstValues[j];
  }

  /** What the others implied for it. */
  double worstImplied(int j) {
    return worstImplied[j];
  }

  /** End of its window. */
  long worstAt(int j) {
    return worstAt[j];
  }

  void write(DataOutput out) throws IOException {
    for (int i = 0; i < squares.length; i++) {
      out.writeFloat(squares[i]);
      out.writeFloat(sums[i]);
      out.writeFloat(own[i]);
    }
    for (int j = 0; j < worstAt.length; j++) {
      out.writeFloat(worstErrors[j]);
      out.writeDouble(worstValues[j]);
      out.writeDouble(worstImplied[j]);
      out.writeLong(worstAt[j]);
    }
  }

  static RelationEvidence read(DataInput in, int metrics) throws IOException {
    RelationEvidence evidence = new RelationEvidence();
    for (int j = 0; j < metrics; j++) {
      evidence.insert(j);
    }
    for (int i = 0; i < evidence.squares.length; i++) {
      evidence.squares[i] = in.readFloat();
      evidence.sums[i] = in.readFloat();
      evidence.own[i] = in.readFloat();
    }
    for (int j = 0; j < metrics; j++) {
      evidence.worstErrors[j] = in.readFloat();
      evidence.worstValues[j] = in.readDouble();
      evidence.worstImplied[j] = in.readDouble();
      evidence.worstAt[j] = in.readLong();
    }
    return evidence;
  }
}
