package io.chimera.refinement.state.optimise.search;

import io.chimera.refinement.state.optimise.search.GaussianProcess.Hyper;
import java.util.ArrayList;
import java.util.List;

/**
 * Draws the scales of a {@link GaussianProcess} from their posterior: with few points, one best
 * guess of them misleads the search.
 *
 * <p>Slice sampling, one coordinate after the other, on logarithms. Sources: Neal, "Slice
 * sampling", 2003, section 4; Snoek, Larochelle and Adams, "Practical Bayesian optimization", 2012,
 * section 3.1.
 */
final class HyperSampler {
  private static final double STEP = 1.0;
  private static final int SHRINKS = 12;

  private final double[][] points;
  private final double[] values;
  private final double noiseCentre;
  private final Draws draws;

  /**
   * @param values of variance about 1
   * @param noisy whether a value repeats only roughly
   */
  HyperSampler(double[][] points, double[] values, boolean noisy, Draws draws) {
    this.points = points;
    this.values = values;
    this.noiseCentre = noisy ? -3.5 : -11;
    this.draws = draws;
  }

  /** Where to begin when nothing is known yet. */
  static double[] start(int dimensions, boolean noisy) {
    double[] start = new double[dimensions + 2];
    java.util.Arrays.fill(start, 0, dimensions, -0.7);
    start[dimensions + 1] = noisy ? -3.5 : -11;
    return start;
  }

  /** Processes under {@code samples} draws of the scales; {@code state} moves on. */
  List<GaussianProcess> sample(double[] state, int samples, int burn) {
    List<GaussianProcess> processes = new ArrayList<>();
    GaussianProcess current = fit(state);
    for (int sweep = 0; sweep < burn + samples; sweep++) {
      for (int i = 0; i < state.length; i++) {
        current = slice(state, i, current);
      }
      if (sweep >= burn) {
        processes.add(current);
      }
    }
    return processes;
  }

  private GaussianProcess slice(double[] state, int i, GaussianProcess current) {
    double here = state[i];
    double level = score(state, current) + StrictMath.log(draws.uniform() + 1e-300);
    double left = here - STEP * draws.uniform();
    double right = left + STEP;
    for (int attempt = 0; attempt < SHRINKS; attempt++) {
      state[i] = left + (right - left) * draws.uniform();
      GaussianProcess there = fit(state);
      if (there != null && score(state, there) > level) {
        return there;
      }
      if (state[i] < here) {
        left = state[i];
      } else {
        right = state[i];
      }
    }
    state[i] = here;
    return current;
  }

  private GaussianProcess fit(double[] state) {
    int d = state.length - 2;
    double[] lengths = new double[d];
    for (int i = 0; i < d; i++) {
      lengths[i] = StrictMath.exp(state[i]);
    }
    return GaussianProcess.fit(
        points,
        values,
        new Hyper(lengths, StrictMath.exp(state[d]), StrictMath.exp(state[d + 1])));
  }

  private double score(double[] state, GaussianProcess process) {
    int d = state.length - 2;
    double prior = 0;
    for (int i = 0; i < d; i++) {
      prior -= 0.5 * (state[i] + 0.7) * (state[i] + 0.7);
    }
    prior -= 0.25 * state[d] * state[d];
    prior -= 0.25 * (state[d + 1] - noiseCentre) * (state[d + 1] - noiseCentre);
    return process.logLikelihood() + prior;
  }
}
