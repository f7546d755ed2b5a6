package io.chimera.refinement.benchmarks;

import java.util.Random;

/**
 * Seeded noise of mean 0 and deviation 1 in which neighbours correlate by {@code phi}: an
 * autoregression of first order that has always been running.
 */
record AutoregressiveNoise(double phi) {
  double[] series(Random random, int size) {
    double[] values = new double[size];
    double fresh = Math.sqrt(1 - phi * phi);
    double last = random.nextGaussian();
    for (int i = 0; i < size; i++) {
      last = phi * last + fresh * random.nextGaussian();
      values[i] = last;
    }
    return values;
  }

  /** Independent series. */
  double[][] series(Random random, int size, int count) {
    double[][] all = new double[count][];
    for (int i = 0; i < count; i++) {
      all[i] = series(random, size);
    }
    return all;
  }
}
