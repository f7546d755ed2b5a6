package io.chimera.refinement.benchmarks;

import com.sun.management.ThreadMXBean;
import io.chimera.refinement.state.detect.AnomalyWatch;
import io.chimera.refinement.state.event.SeriesKey;
import io.chimera.refinement.state.event.Statistic;
import java.lang.management.ManagementFactory;
import java.util.Random;

/**
 * What the anomaly detection of one series takes: heap for all it remembers, and time per value.
 */
final class AnomalyCosts implements DetectionSuite.Part {
  /** So many that what else comes and goes on the heap is a few bytes of each. */
  private static final int SERIES = 16_000;

  private static final int ROUNDS = 5;
  private static final int VALUES_PER_ROUND = 100;
  private static final long STEP_MILLIS = 300_000;
  private static final SeriesKey KEY = new SeriesKey("bench", "c", "a", "latency_ms", "");
  private static final String NAME = KEY.canonical();
  private static final AnomalyWatch.Params PARAMS = AnomalyWatch.Params.defaults();
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  /** Values with a course of the day, drawn once: the draw is not what is measured. */
  private final double[] values = new double[4_096];

  private long step;

  @Override
  public String what() {
    return "anomalies: heap per series, values per second of one core";
  }

  @Override
  public void measure(DetectionSuite.Rows rows) {
    Random random = new Random(1);
    for (int i = 0; i < values.length; i++) {
      values[i] = 100 + 20 * Math.sin(2 * Math.PI * i / 288) + 10 * random.nextGaussian();
    }
    long before = usedHeap();
    AnomalyWatch[] watches = new AnomalyWatch[SERIES];
    for (int i = 0; i < SERIES; i++) {
      watches[i] = new AnomalyWatch();
    }
    double[] rates = new double[ROUNDS];
    // The first round is not counted: it is compiled, and the watches are cold.
    feed(watches);
    for (int round = 0; round < ROUNDS; round++) {
      rates[round] = feed(watches);
    }
    double bytes = (double) (usedHeap() - before) / watches.length;
    rows.add(
        Measure.lower("3.8", "heap per series, all anomaly state, warm", "bytes")
            .must(4_096)
            .aim(2_048),
        bytes);
    rows.add(
        Measure.higher("3.9", "values judged and learned per CPU second", "values/s")
            .must(500_000)
            .aim(1_500_000),
        rates);
  }

  /** Values per CPU second of this thread. */
  private double feed(AnomalyWatch[] watches) {
    long cpuBefore = THREADS.getCurrentThreadCpuTime();
    for (int i = 0; i < watches.length; i++) {
      for (int k = 0; k < VALUES_PER_ROUND; k++) {
        long end = (step + k) * STEP_MILLIS;
        double value = values[(int) ((i * 37L + step + k) % values.length)];
        watches[i].observe(KEY, NAME, Statistic.MEAN, end - STEP_MILLIS, end, value, PARAMS);
      }
    }
    step += VALUES_PER_ROUND;
    double cpuSeconds = (THREADS.getCurrentThreadCpuTime() - cpuBefore) / 1e9;
    return (double) watches.length * VALUES_PER_ROUND / cpuSeconds;
  }

  private static long usedHeap() {
    Runtime runtime = Runtime.getRuntime();
    long least = Long.MAX_VALUE;
    for (int i = 0; i < 4; i++) {
      runtime.gc();
      least = Math.min(least, runtime.totalMemory() - runtime.freeMemory());
    }
    return least;
  }
}
