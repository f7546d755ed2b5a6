package io.chimera.refinement.benchmarks;

import io.chimera.refinement.state.detect.SeriesTrend;
import io.chimera.refinement.state.event.Finding;
import io.chimera.refinement.state.event.SeriesKey;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * How long after a trend can be told it is found, in event time: what the job takes to process a
 * minute comes on top. In histories of up to two hours it can be told from the first minute at
 * whose end the test calls one, or from the first ten seconds after which it goes on to do so for a
 * minute. Where the history is longer than the product remembers minute by minute, from the first
 * of as many minutes in a row as a block has, at all of which the test calls one on blocks that end
 * there. REF-PAT-02.
 */
final class TrendDelays implements DetectionSuite.Part {
  private static final int SERIES = 600;
  private static final int[] FLAT_MINUTES = {300, 1_000, 3_000};
  private static final double[] PHIS = {0, 0.6, 0.9};
  private static final double LEAST_RISE = 1;
  private static final double MOST_RISE = 4;

  /** Blocks that the product remembers. */
  private static final int BLOCKS = 256;

  private static final double LEVEL = 40;
  private static final double DEVIATION = 0.5;
  private static final double SECONDS_PER_MINUTE = 60;
  private static final double SECONDS_PER_PANE = 10;
  private static final int NEVER = Integer.MAX_VALUE;
  private static final long MINUTE_MILLIS = 60_000;
  private static final long DAY_MILLIS = 86_400_000;
  private static final long SEED = 15;
  private static final SeriesKey KEY = new SeriesKey("bench", "c", "a", "queue_wait_ms", "");

  @Override
  public String what() {
    return "trends: delay, %,d series".formatted(2 * SERIES);
  }

  @Override
  public void measure(DetectionSuite.Rows rows) {
    shortHistories(rows);
    longHistories(rows);
  }

  private static void shortHistories(DetectionSuite.Rows rows) {
    List<RisingSeries> drawn =
        IntStream.range(0, SERIES)
            .parallel()
            .mapToObj(number -> new Random(SEED * 2_000_003 + number))
            .map(random -> RisingSeries.draw(random, LEVEL, DEVIATION))
            .toList();
    double[] afterMinute = new double[SERIES];
    double[] afterPane = new double[SERIES];
    for (int i = 0; i < SERIES; i++) {
      RisingSeries series = drawn.get(i);
      double[] minutes = series.minuteMeans();
      double found = Math.min(found(minutes), minutes.length) * SECONDS_PER_MINUTE;
      afterMinute[i] = found - series.minutes() * SECONDS_PER_MINUTE;
      afterPane[i] = found - series.panes() * SECONDS_PER_PANE;
    }
    String of = " to found, event time, P95, %d series of 1 to 2 h".formatted(SERIES);
    rows.add(
        Measure.lower("3.14", "trend told by its closed minutes" + of, "s").must(60).aim(15),
        latest(afterMinute));
    rows.add(
        Measure.lower("3.14.pane", "trend told by its ten-second panes" + of, "s").must(60).aim(15),
        latest(afterPane));
  }

  private static double latest(double[] delays) {
    return Arrays.stream(delays).sorted().toArray()[(int) (0.95 * (delays.length - 1))];
  }

  private static void longHistories(DetectionSuite.Rows rows) {
    double[] delays =
        IntStream.range(0, SERIES)
            .parallel()
            .mapToObj(number -> delay(number, new Random(SEED * 1_000_003 + number)))
            .flatMap(Optional::stream)
            .mapToDouble(Double::doubleValue)
            .sorted()
            .toArray();
    String of = ", %d series of 10 to 100 h".formatted(delays.length);
    rows.add(
        Measure.lower("3.14.long", "trend told by its minutes to found, median" + of, "min")
            .must(1),
        delays[delays.length / 2]);
    rows.add(
        Measure.lower("3.14.long.p95", "trend told by its minutes to found, P95" + of, "min"),
        latest(delays));
  }

  /**
   * Minutes, negative when it was found earlier, up to the end when it was not found; empty when it
   * cannot be told, or its noise was called a trend before.
   */
  private static Optional<Double> delay(int number, Random random) {
    int flat = FLAT_MINUTES[number % FLAT_MINUTES.length];
    AutoregressiveNoise noise =
        new AutoregressiveNoise(PHIS[number / FLAT_MINUTES.length % PHIS.length]);
    double[] values = noise.series(random, 3 * flat);
    double rise = LEAST_RISE + (MOST_RISE - LEAST_RISE) * random.nextDouble();
    for (int i = flat; i < values.length; i++) {
      values[i] += rise * (i - flat) / flat;
    }
    int told = told(values, flat);
    int found = found(values);
    return told == NEVER || found <= flat
        ? Optional.empty()
        : Optional.of((double) Math.min(found, values.length) - told);
  }

  /** Minutes after which it can be told. */
  private static int told(double[] values, int flat) {
    int called = 0;
    for (int minutes = flat + 1; minutes <= values.length; minutes++) {
      int perBlock = perBlock(minutes);
      called = TrendOracle.isCalled(values, minutes, perBlock) ? called + 1 : 0;
      if (called >= perBlock) {
        return minutes - perBlock + 1;
      }
    }
    return NEVER;
  }

  private static int perBlock(int minutes) {
    int perBlock = 1;
    while (minutes / perBlock > BLOCKS) {
      perBlock *= 2;
    }
    return perBlock;
  }

  /** Minutes after which it was found. */
  private static int found(double[] values) {
    SeriesTrend trend = new SeriesTrend();
    for (int i = 0; i < values.length; i++) {
      List<Finding> findings =
          trend.observe(KEY, KEY.canonical(), (i + 1) * MINUTE_MILLIS, values[i], DAY_MILLIS);
      if (findings.stream().anyMatch(TrendDelays::opens)) {
        return i + 1;
      }
    }
    return NEVER;
  }

  private static boolean opens(Finding finding) {
    return finding.kind() == Finding.Kind.TREND && finding.state() == Finding.State.OPEN;
  }
}
