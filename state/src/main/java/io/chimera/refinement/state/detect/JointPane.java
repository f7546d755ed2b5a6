package io.chimera.refinement.state.detect;

import java.util.Arrays;

/**
 * The values of one agent in one pane, and what is made of them: room that one judgement after the
 * other uses, so that none of it is remembered with the agent. Places are those of the metrics.
 */
public final class JointPane {
  /** In the units of the metrics; NaN is missing. */
  final double[] values = new double[JointWatch.MOST_METRICS];

  /** From the levels, in the units of the metrics. */
  final double[] distances = new double[JointWatch.MOST_METRICS];

  /** The same in usual deviations; NaN while unknown. */
  final double[] deviations = new double[JointWatch.MOST_METRICS];

  /** From what the others imply, in usual deviations; NaN while unknown. */
  final double[] errors = new double[JointWatch.MOST_METRICS];

  /** Places of the metrics that are judged. */
  final int[] present = new int[JointWatch.MOST_METRICS];

  /** The values as they came. */
  final JudgedValue[] judged = new JudgedValue[JointWatch.MOST_METRICS];

  /** How much the pane teaches, 0 to 1. */
  double weight;

  void clear() {
    Arrays.fill(values, Double.NaN);
    Arrays.fill(errors, Double.NaN);
    Arrays.fill(deviations, Double.NaN);
    Arrays.fill(judged, null);
  }

  void put(int place, JudgedValue value) {
    values[place] = value.value();
    judged[place] = value;
  }

  /** Whether any metric says so much by itself. */
  boolean has(JudgedValue.Alone alone) {
    for (JudgedValue value : judged) {
      if (value != null && value.alone() == alone) {
        return true;
      }
    }
    return false;
  }
}
