package io.chimera.refinement.benchmarks;

import io.chimera.refinement.state.detect.TrendTest;
import io.chimera.refinement.state.detect.TrendWatch;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/**
 * How often noise in which neighbours are alike is called a trend, and how often a rise of three of
 * its deviations over the series is found: by the test alone, and by the watch that the job runs. A
 * row's name says the standard error of its share.
 */
final class TrendQuality implements DetectionSuite.Part {
  private static final int SERIES = 2_000;
  private static final int VALUES = 240;
  private static final double RISE = 3;
  private static final double[] PHIS = {0, 0.3, 0.6, 0.9};
  private static final long SEED = 5;
  private static final long DAY_MILLIS = 86_400_000;
  private static final long HOUR_MILLIS = 3_600_000;

  /** What came of one series: whether its noise was called a trend, and whether its rise was. */
  private record Verdict(boolean calledFalsely, boolean found) {}

  /** A way to judge a series: the sign of its trend, 0 for none. */
  private record Judge(String id, String name, ToDoubleFunction<double[]> sign) {}

  @Override
  public String what() {
    return "trends: false positives and power, %,d series a cell".formatted(SERIES);
  }

  @Override
  public void measure(DetectionSuite.Rows rows) {
    Judge[] judges = {
      new Judge("test", "test", TrendQuality::test),
      new Judge("watch", "watch of ten days of hours", TrendQuality::watch),
    };
    for (Judge judge : judges) {
      for (double phi : PHIS) {
        AutoregressiveNoise noise = new AutoregressiveNoise(phi);
        List<Verdict> verdicts =
            IntStream.range(0, SERIES)
                .parallel()
                .mapToObj(series -> judge(judge, noise, new Random(SEED * SERIES + series)))
                .toList();
        int calledFalsely = (int) verdicts.stream().filter(Verdict::calledFalsely).count();
        int found = (int) verdicts.stream().filter(Verdict::found).count();
        String at = ".%s.phi%s".formatted(judge.id, String.valueOf(phi).replace(".", ""));
        String suffix = ", %s, phi %s".formatted(judge.name, phi);
        rows.add(
            Measure.lower(
                    "3.10.fpr" + at, "trend in noise" + suffix + error(calledFalsely), "ratio")
                .must(0.05)
                .aim(0.03),
            share(calledFalsely));
        rows.add(
            Measure.higher(
                    "3.10.power" + at,
                    "rise of 3 deviations found" + suffix + error(found),
                    "ratio")
                .must(0.85)
                .aim(0.95),
            share(found));
      }
    }
  }

  private static Verdict judge(Judge judge, AutoregressiveNoise noise, Random random) {
    double[] values = noise.series(random, VALUES);
    boolean calledFalsely = judge.sign.applyAsDouble(values) != 0;
    for (int k = 0; k < VALUES; k++) {
      values[k] += RISE * k / (VALUES - 1);
    }
    return new Verdict(calledFalsely, judge.sign.applyAsDouble(values) > 0);
  }

  private static double share(int count) {
    return (double) count / SERIES;
  }

  private static String error(int count) {
    double share = share(count);
    return String.format(Locale.ROOT, " (s.e. %.4f)", Math.sqrt(share * (1 - share) / SERIES));
  }

  private static double test(double[] values) {
    TrendTest.Result result = TrendTest.of(values, values.length);
    return result.probability() < TrendTest.SIGNIFICANCE ? Math.signum(result.slope()) : 0;
  }

  private static double watch(double[] values) {
    TrendWatch watch = new TrendWatch();
    for (int i = 0; i < values.length; i++) {
      watch.observe(i * HOUR_MILLIS, values[i], DAY_MILLIS);
    }
    return switch (watch.direction()) {
      case UP -> 1;
      case DOWN -> -1;
      case FLAT -> 0;
    };
  }
}
