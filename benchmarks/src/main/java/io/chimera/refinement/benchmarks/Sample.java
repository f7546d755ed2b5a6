package io.chimera.refinement.benchmarks;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;

/**
 * Repeated measurements of one quantity.
 *
 * @param values at least one
 */
record Sample(double[] values) {
  private static final int RESAMPLES = 10_000;
  private static final long SEED = 1;
  private static final double TAIL = 0.025;

  Sample {
    if (values.length == 0) {
      throw new IllegalArgumentException("values must not be empty, was empty");
    }
  }

  static Sample of(double... values) {
    return new Sample(values);
  }

  static <T> Sample of(List<T> measured, ToDoubleFunction<T> quantity) {
    return new Sample(measured.stream().mapToDouble(quantity).toArray());
  }

  int size() {
    return values.length;
  }

  double median() {
    return median(values.clone());
  }

  /**
   * 95 % interval of the median by the percentile bootstrap (Efron 1979), with a fixed seed. With few values it is hardly more than
   * their range.
   */
  double[] interval() {
    SplittableRandom random = new SplittableRandom(SEED);
    double[] medians = new double[RESAMPLES];
    double[] drawn = new double[values.length];
    for (int i = 0; i < RESAMPLES; i++) {
      for (int j = 0; j < drawn.length; j++) {
        drawn[j] = values[random.nextInt(values.length)];
      }
      medians[i] = median(drawn);
    }
    Arrays.sort(medians);
    return new double[] {medians[(int) (TAIL * RESAMPLES)], medians[(int) ((1 - TAIL) * RESAMPLES) - 1]};
  }

  /** Sorts what it is given. */
  private static double median(double[] values) {
    Arrays.sort(values);
    int middle = values.length / 2;
    return values.length % 2 == 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2;
  }
}
