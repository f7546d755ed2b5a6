package io.chimera.refinement.benchmarks;

import io.chimera.refinement.state.optimise.search.BayesianSearch;
import io.chimera.refinement.state.optimise.search.GradientSearch;
import io.chimera.refinement.state.optimise.search.SearchSpace;
import io.chimera.refinement.state.optimise.search.SettingSearch;
import io.chimera.refinement.state.optimise.search.Tunable;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Searches on surfaces whose lowest point is known. */
final class SearchTrials {
  private static final double NOISE = 0.02;

  private SearchTrials() {}

  /** Makes a search from a running setting on. */
  @FunctionalInterface
  interface Maker {
    SettingSearch make(SearchSpace space, double[] running, long seed);
  }

  static final Maker BAYESIAN =
      (space, running, seed) -> new BayesianSearch(space, running, true, 0, seed);
  static final Maker GRADIENT =
      (space, running, seed) -> new GradientSearch(space, running, true, 0, seed);

  /**
   * @param attained share of the way from the value at the start to the least one
   * @param evaluations after how many that share was enough for good; all if never
   */
  record Run(double attained, int evaluations) {}

  /** A surface of the unit cube; its least value is 0. */
  private enum Surface {
    BOWL,
    VALLEY,
    RIPPLED;

    double at(double[] x, double[] bottom) {
      double sum = 0;
      for (int i = 0; i < x.length; i++) {
        double off = x[i] - bottom[i];
        sum +=
            switch (this) {
              case BOWL -> (1 + i) * off * off;
              case VALLEY -> (i == 0 ? 8 : 1) * off * off;
              case RIPPLED -> off * off + 0.02 * (1 - StrictMath.cos(6 * Math.PI * off));
            };
      }
      if (this == VALLEY && x.length > 1) { // the steep direction is oblique
        double across = x[0] - bottom[0] - 0.5 * (x[1] - bottom[1]);
        sum += 4 * across * across;
      }
      return sum;
    }
  }

  /** Every surface in two to four dimensions, {@code seeds} times each, values noisy by 2 %. */
  static List<Run> runs(Maker maker, int evaluations, double enough, int seeds) {
    List<Run> runs = new ArrayList<>();
    for (Surface surface : Surface.values()) {
      for (int dimensions = 2; dimensions <= 4; dimensions++) {
        for (int seed = 1; seed <= seeds; seed++) {
          runs.add(run(maker, surface, dimensions, evaluations, enough, seed));
        }
      }
    }
    return runs;
  }

  private static Run run(
      Maker maker, Surface surface, int dimensions, int evaluations, double enough, long seed) {
    SplittableRandom random = new SplittableRandom(31 * seed + dimensions);
    double[] bottom = new double[dimensions];
    double[] running = new double[dimensions];
    for (int i = 0; i < dimensions; i++) {
      bottom[i] = 0.15 + 0.7 * random.nextDouble();
      running[i] = bottom[i] > 0.5 ? bottom[i] - 0.45 : bottom[i] + 0.45;
    }
    double start = surface.at(running, bottom);
    SettingSearch search = maker.make(space(dimensions), running, seed);
    int late = 0;
    for (int i = 0; i < evaluations; i++) {
      double[] setting = search.suggest();
      double noise =
          random.nextDouble() + random.nextDouble() + random.nextDouble() + random.nextDouble() - 2;
      search.observe(setting, surface.at(setting, bottom) + NOISE * start * noise / 0.577, null);
      if (1 - surface.at(search.best(), bottom) / start < enough) {
        late = i + 1;
      }
    }
    return new Run(1 - surface.at(search.best(), bottom) / start, Math.min(evaluations, late + 1));
  }

  private static SearchSpace space(int dimensions) {
    List<Tunable> tunables = new ArrayList<>();
    for (int i = 0; i < dimensions; i++) {
      tunables.add(new Tunable("p" + i, 0, 1, false, false));
    }
    return new SearchSpace(tunables);
  }

  /** Milliseconds of each of {@code rounds} suggestions with {@code known} points behind them. */
  static double[] times(Maker maker, int known, int rounds) {
    double[] running = {0.2, 0.8, 0.3, 0.6};
    double[] bottom = {0.6, 0.4, 0.5, 0.5};
    SettingSearch search = maker.make(space(running.length), running, 5);
    SplittableRandom random = new SplittableRandom(5);
    for (int i = 0; i < known; i++) {
      double[] setting = new double[running.length];
      for (int d = 0; d < setting.length; d++) {
        setting[d] = random.nextDouble();
      }
      search.observe(setting, Surface.BOWL.at(setting, bottom) + NOISE * random.nextDouble(), null);
    }
    double[] times = new double[rounds];
    for (int t = -rounds / 5; t < rounds; t++) {
      long began = System.nanoTime();
      double[] setting = search.suggest();
      if (t >= 0) {
        times[t] = (System.nanoTime() - began) / 1e6;
      }
      search.observe(setting, Surface.BOWL.at(setting, bottom) + NOISE * random.nextDouble(), null);
    }
    return times;
  }
}
