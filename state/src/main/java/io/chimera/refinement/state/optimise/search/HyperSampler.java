package io.chimera.refinement.state.optimise.search;

import io.chimera.refinement.state.optimise.search.GaussianProcess.Hyper;
import io.chimera.refinement.state.wire.Wire;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
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
  private static final int SAMPLES = 5;
  private static final int BURN = 2;
  private static final int FEW = 60;
  private static final int PATIENCE = 5;

  /** Prior of the logarithms: lengths of half the cube; a noise of 3 % of the variance, or none. */
  private static final double LENGTH_CENTRE = -0.7;

  private static final double NOISY_CENTRE = -3.5;
  private static final double EXACT_CENTRE = -11;

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
    this.noiseCentre = noisy ? NOISY_CENTRE : EXACT_CENTRE;
    this.draws = draws;
  }

  /**
   * Draws of the scales, on logarithms: a length per dimension, then the variance of the function
   * and that of the noise. Changed by every {@link #sample}.
   */
  static final class Scales {
    private final List<double[]> draws = new ArrayList<>();
    private int fittedTo;

    Scales(int dimensions, boolean noisy) {
      double[] start = new double[dimensions + 2];
      Arrays.fill(start, 0, dimensions, LENGTH_CENTRE);
      start[dimensions + 1] = noisy ? NOISY_CENTRE : EXACT_CENTRE;
      draws.add(start);
    }

    Scales copy() {
      Scales copy = new Scales(0, false);
      copy.fittedTo = fittedTo;
      copy.draws.clear();
      copy.draws.addAll(draws); // draws are replaced, never changed
      return copy;
    }

    void write(DataOutput out) throws IOException {
      out.writeInt(fittedTo);
      out.writeInt(draws.size());
      for (double[] draw : draws) {
        Wire.writeDoubles(out, draw, draw.length);
      }
    }

    static Scales read(DataInput in) throws IOException {
      Scales scales = new Scales(0, false);
      scales.fittedTo = in.readInt();
      scales.draws.clear();
      for (int left = in.readInt(); left > 0; left--) {
        scales.draws.add(Wire.readDoubles(in));
      }
      return scales;
    }
  }

  /**
   * Processes under several draws. With few points they are drawn anew every time, with many every
   * {@value #PATIENCE} points, and fewer of them: then the points say enough.
   */
  List<GaussianProcess> sample(Scales scales) {
    int n = values.length;
    boolean many = n > FEW;
    if (scales.fittedTo == 0 || !many || Math.abs(n - scales.fittedTo) >= PATIENCE) {
      draw(scales, many ? 2 : SAMPLES, many ? 0 : BURN);
      scales.fittedTo = n;
    }
    List<GaussianProcess> processes = new ArrayList<>();
    for (double[] draw : scales.draws) {
      processes.add(fit(draw));
    }
    return processes;
  }

  private void draw(Scales scales, int samples, int burn) {
    double[] state = scales.draws.get(scales.draws.size() - 1).clone();
    scales.draws.clear();
    GaussianProcess current = fit(state);
    for (int sweep = 0; sweep < burn + samples; sweep++) {
      for (int i = 0; i < state.length; i++) {
        current = slice(state, i, current);
      }
      if (sweep >= burn) {
        scales.draws.add(state.clone());
      }
    }
  }

  private GaussianProcess slice(double[] state, int i, GaussianProcess current) {
    double here = state[i];
    double level = score(state, current) + StrictMath.log(draws.uniform() + 1e-300);
    double left = here - STEP * draws.uniform();
    double right = left + STEP;
    for (int attempt = 0; attempt < SHRINKS; attempt++) {
      state[i] = left + (right - left) * draws.uniform();
      GaussianProcess there = fit(state);
      if (score(state, there) > level) {
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
        points, values, new Hyper(lengths, StrictMath.exp(state[d]), StrictMath.exp(state[d + 1])));
  }

  private double score(double[] state, GaussianProcess process) {
    int d = state.length - 2;
    double prior = 0;
    for (int i = 0; i < d; i++) {
      prior -= 0.5 * (state[i] - LENGTH_CENTRE) * (state[i] - LENGTH_CENTRE);
    }
    prior -= 0.25 * state[d] * state[d];
    prior -= 0.25 * (state[d + 1] - noiseCentre) * (state[d + 1] - noiseCentre);
    return process.logLikelihood() + prior;
  }
}
