package io.chimera.refinement.benchmarks;

import com.sun.management.ThreadMXBean;
import io.chimera.refinement.state.detect.Correlation;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Pairs of independent slow series that are said to move together, pairs with a true correlation of
 * 0.8 that are found, and what a comparison takes.
 */
final class CorrelationQuality implements DetectionSuite.Part {
  private static final int VALUES = 360;
  private static final double TRUE_R = 0.8;
  private static final int NULL_SERIES = 150;
  private static final int NULL_RUNS = 5;
  private static final int TRUE_PAIRS = 150;
  private static final int TRUE_RUNS = 5;
  private static final int REPEATS = 5;
  private static final Correlation.Params PARAMS = Correlation.Params.defaults();
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  @Override
  public String what() {
    return "correlations: false pairs, true ones found, time of a comparison";
  }

  @Override
  public void measure(DetectionSuite.Rows rows) {
    for (double phi : new double[] {0, 0.9, 0.99}) {
      rows.add(
          Measure.lower(
                  "3.11.null.phi" + digits(phi),
                  "false among 5 times 11,175 pairs, phi " + phi,
                  "pairs")
              .must(0)
              .aim(0),
          falsePairs(new AutoregressiveNoise(phi)));
    }
    for (double phi : new double[] {0, 0.9}) {
      truePairs(new AutoregressiveNoise(phi), rows);
    }
    time("3.15.pairs10011", 142, 5, 1, rows);
    time("3.15.pairs499500", 1_000, 60, 15, rows);
  }

  private static double falsePairs(AutoregressiveNoise noise) {
    int found = 0;
    for (int run = 0; run < NULL_RUNS; run++) {
      double[][] series = noise.series(new Random(6 + run), VALUES, NULL_SERIES);
      found += Correlation.of(series, PARAMS).size();
    }
    return found;
  }

  private static void truePairs(AutoregressiveNoise noise, DetectionSuite.Rows rows) {
    double[] shares = new double[TRUE_RUNS];
    int wrong = 0;
    for (int run = 0; run < TRUE_RUNS; run++) {
      Random random = new Random(60 + run);
      List<double[]> series = new ArrayList<>();
      for (int pair = 0; pair < TRUE_PAIRS; pair++) {
        double[] one = noise.series(random, VALUES);
        double[] other = noise.series(random, VALUES);
        for (int i = 0; i < VALUES; i++) {
          other[i] = TRUE_R * one[i] + Math.sqrt(1 - TRUE_R * TRUE_R) * other[i];
        }
        series.add(one);
        series.add(other);
      }
      int found = 0;
      for (Correlation.Pair pair : Correlation.of(series.toArray(double[][]::new), PARAMS)) {
        boolean real = pair.first() % 2 == 0 && pair.second() == pair.first() + 1;
        found += real ? 1 : 0;
        wrong += real ? 0 : 1;
      }
      shares[run] = (double) found / TRUE_PAIRS;
    }
    String phi = digits(noise.phi());
    rows.add(
        Measure.higher("3.11.recall.phi" + phi, "true r of 0.8 found, phi " + noise.phi(), "ratio")
            .must(0.95)
            .aim(0.99),
        shares);
    rows.add(
        Measure.lower(
            "3.11.wrong.phi" + phi,
            "false beside them, 5 times 44,700, phi " + noise.phi(),
            "pairs"),
        wrong);
  }

  private static void time(
      String id, int count, double must, double aim, DetectionSuite.Rows rows) {
    double[][] series = new AutoregressiveNoise(0.5).series(new Random(8), VALUES, count);
    double[] seconds = new double[REPEATS];
    for (int i = 0; i < REPEATS; i++) {
      long before = THREADS.getCurrentThreadCpuTime();
      Correlation.of(series, PARAMS);
      seconds[i] = (THREADS.getCurrentThreadCpuTime() - before) / 1e9;
    }
    rows.add(
        Measure.lower(id, "%,d pairs of 360 values".formatted(count * (count - 1) / 2), "CPU s")
            .must(must)
            .aim(aim),
        seconds);
  }

  private static String digits(double phi) {
    return String.valueOf(phi).replace(".", "");
  }
}
