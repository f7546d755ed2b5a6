package io.chimera.refinement.benchmarks;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * A series that is flat for a while and then rises, and when {@link TrendOracle} can tell.
 *
 * @param values one for each pane of ten seconds
 * @param minutes closed minutes after which the test calls a rise for the first time
 * @param panes panes after which it does so on the minutes that end there, and goes on to do so for
 *     a minute, wherever in it one looks
 */
record RisingSeries(double[] values, int minutes, int panes) {
  static final int PANES_PER_MINUTE = 6;

  private static final double[] PHIS = {0, 0.6, 0.9, 0.97};
  private static final int LEAST_FLAT_MINUTES = 30;
  private static final int MOST_FLAT_MINUTES = 60;
  private static final int RISING_MINUTES = 60;

  /** How far it has risen at the end, in deviations of its noise. */
  private static final double LEAST_RISE = 1;

  private static final double MOST_RISE = 6;

  /** Fewer values say nothing to the test. */
  private static final int LEAST_MINUTES = 24;

  /**
   * Draws series until one is not called a trend before it rises, and is called one then.
   *
   * @param level where it is at first
   * @param deviation of its noise
   */
  static RisingSeries draw(Random random, double level, double deviation) {
    while (true) {
      int flat = LEAST_FLAT_MINUTES + random.nextInt(MOST_FLAT_MINUTES - LEAST_FLAT_MINUTES) + 1;
      int size = (flat + RISING_MINUTES) * PANES_PER_MINUTE;
      double rise = LEAST_RISE + (MOST_RISE - LEAST_RISE) * random.nextDouble();
      double[] values =
          new AutoregressiveNoise(PHIS[random.nextInt(PHIS.length)]).series(random, size);
      int from = flat * PANES_PER_MINUTE;
      for (int i = 0; i < size; i++) {
        double risen = rise * Math.max(0, i - from) / (size - from);
        values[i] = Math.rint(1_000 * (level + deviation * (values[i] + risen))) / 1_000;
      }
      int minutes = firstMinutes(values);
      int panes = minutes > flat ? lastingPanes(values, minutes) : 0;
      if (panes > 0) {
        return new RisingSeries(values, minutes, panes);
      }
    }
  }

  double[] minuteMeans() {
    return IntStream.range(0, values.length / PANES_PER_MINUTE)
        .mapToObj(
            minute ->
                Arrays.stream(values, minute * PANES_PER_MINUTE, (minute + 1) * PANES_PER_MINUTE))
        .mapToDouble(panes -> panes.average().orElseThrow())
        .toArray();
  }

  /** Closed minutes after which a trend is called for the first time, 0 for never. */
  private static int firstMinutes(double[] values) {
    return IntStream.rangeClosed(LEAST_MINUTES, values.length / PANES_PER_MINUTE)
        .filter(
            minutes -> TrendOracle.isCalled(values, minutes * PANES_PER_MINUTE, PANES_PER_MINUTE))
        .findFirst()
        .orElse(0);
  }

  /** A minute in which it is called throughout ends one of the minutes after which it is. */
  private static int lastingPanes(double[] values, int minutes) {
    int called = 0;
    for (int panes = (minutes - 1) * PANES_PER_MINUTE + 1; panes <= values.length; panes++) {
      called = TrendOracle.isCalled(values, panes, PANES_PER_MINUTE) ? called + 1 : 0;
      if (called == PANES_PER_MINUTE) {
        return panes - PANES_PER_MINUTE + 1;
      }
    }
    return 0;
  }
}
