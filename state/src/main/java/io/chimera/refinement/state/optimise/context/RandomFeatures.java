package io.chimera.refinement.state.optimise.context;

import io.chimera.refinement.state.event.Digests;

/**
 * A fixed set of random cosines of the features: a linear model on them is a non-linear one.
 *
 * <p>φ_j(z) = a cos(w_j z + b_j), w_j normal, b_j uniform: approximates a Gaussian kernel. The
 * waves depend on nothing but their number and that of the features, so they are no state. Source:
 * Rahimi and Recht, "Random features for large-scale kernel machines", 2007, algorithm 1.
 */
final class RandomFeatures {
  private static final double UNIT = 0x1p-53;
  private static final long WAVES = 29;
  private static final long SHIFTS = 17;

  private final int features;
  private final double[][] waves;
  private final double[] shifts;
  private final double amplitude;

  RandomFeatures(int features, int number, double wavelength, double amplitude) {
    this.features = features;
    this.amplitude = amplitude * Math.sqrt(2.0 * features / Math.max(1, number));
    waves = new double[number][features];
    shifts = new double[number];
    double length = wavelength * Math.sqrt(features);
    for (int j = 0; j < number; j++) {
      for (int i = 0; i < features; i++) {
        waves[j][i] = normal(features, j, i) / length;
      }
      shifts[j] = 2 * Math.PI * uniform(Digests.fold(Digests.fold(SHIFTS, features), j));
    }
  }

  private static double normal(int features, int j, int i) {
    long hash = Digests.fold(Digests.fold(Digests.fold(WAVES, features), j), i);
    double radius = Math.sqrt(-2 * StrictMath.log(uniform(hash) + UNIT));
    return radius * StrictMath.cos(2 * Math.PI * uniform(~hash));
  }

  private static double uniform(long hash) {
    return (Digests.mix(hash) >>> 11) * UNIT;
  }

  int number() {
    return waves.length;
  }

  /** The cosines, and {@code scores} with their constant 1 after them. */
  double[] of(double[] scores) {
    double[] all = new double[waves.length + scores.length];
    for (int j = 0; j < waves.length; j++) {
      double angle = shifts[j];
      double[] wave = waves[j];
      for (int i = 0; i < features; i++) {
        angle += wave[i] * scores[i];
      }
      all[j] = amplitude * StrictMath.cos(angle);
    }
    System.arraycopy(scores, 0, all, waves.length, scores.length);
    return all;
  }
}
