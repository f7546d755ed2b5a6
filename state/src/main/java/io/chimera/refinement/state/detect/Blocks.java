package io.chimera.refinement.state.detect;

import java.util.Arrays;

/** What is taken out of the blocks of a series before a trend is looked for in them. */
final class Blocks {
  private static final int PHASES = 24;
  private static final double LEAST_DAYS = 2.5;

  /** Median absolute deviations beyond which a block is drawn in. */
  private static final double FAR = 5 * 1.4826;

  private Blocks() {}

  /**
   * Takes out the mean course of the day, measured around a straight line, once there are days
   * enough to know it.
   *
   * @param seconds time of each block after {@code originMillis}
   */
  static void removeDay(double[] values, int[] seconds, long originMillis, long dayMillis) {
    int blocks = values.length;
    double days = ((double) seconds[blocks - 1] - seconds[0]) * 1_000 / dayMillis;
    if (days < LEAST_DAYS || blocks / days < 3) {
      return;
    }
    double slope = slope(values);
    double middle = (blocks - 1) / 2.0;
    double[] sums = new double[PHASES];
    int[] counts = new int[PHASES];
    int[] phases = new int[blocks];
    for (int i = 0; i < blocks; i++) {
      long time = originMillis + seconds[i] * 1_000L;
      phases[i] = (int) (PHASES * Math.floorMod(time, dayMillis) / dayMillis);
      sums[phases[i]] += values[i] - slope * (i - middle);
      counts[phases[i]]++;
    }
    for (int i = 0; i < blocks; i++) {
      values[i] -= sums[phases[i]] / counts[phases[i]];
    }
  }

  private static double slope(double[] values) {
    double middle = (values.length - 1) / 2.0;
    double products = 0;
    double squares = 0;
    for (int i = 0; i < values.length; i++) {
      products += (i - middle) * values[i];
      squares += (i - middle) * (i - middle);
    }
    return products / squares;
  }

  /** Draws extreme values in towards the median. */
  static void drawIn(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    double median = sorted[sorted.length / 2];
    for (int i = 0; i < sorted.length; i++) {
      sorted[i] = Math.abs(values[i] - median);
    }
    Arrays.sort(sorted);
    double reach = FAR * sorted[sorted.length / 2];
    if (reach > 0) {
      for (int i = 0; i < values.length; i++) {
        values[i] = Math.max(median - reach, Math.min(median + reach, values[i]));
      }
    }
  }
}
