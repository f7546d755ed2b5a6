package io.chimera.refinement.state.optimise.search;

import java.util.ArrayList;
import java.util.List;

/**
 * The point of a box from which most is to be gained without breaking a limit: a few hundred
 * candidates, the best of them refined by random steps that get shorter.
 */
final class Acquisition {
  private static final int STARTS = 6;
  private static final int ROUNDS = 14;
  private static final int TRIALS = 6;
  private static final double FIRST_STEP = 0.1;
  private static final double SHORTER = 0.72;

  /** Below any improvement that is worth something: the scores of points that are not safe. */
  private static final double UNSAFE = -1_000;

  private final SearchSpace space;
  private final Surrogates surrogates;
  private final double certainty;
  private final Draws draws;
  private final double[] centre;
  private final double[] low;
  private final double[] high;
  private final double[] references;

  private record Candidate(double[] point, double score) {}

  /**
   * @param incumbent best setting so far, centre of the box
   * @param certainty probability with which every limit must be kept; 0 when there is none
   */
  Acquisition(
      SearchSpace space,
      Surrogates surrogates,
      double[] centre,
      int incumbent,
      double length,
      double certainty,
      Draws draws) {
    this.space = space;
    this.surrogates = surrogates;
    this.certainty = certainty;
    this.draws = draws;
    this.centre = centre;
    this.references = surrogates.references(incumbent);
    double[] stretch = surrogates.stretch();
    low = new double[centre.length];
    high = new double[centre.length];
    for (int i = 0; i < centre.length; i++) {
      low[i] = Math.max(0, centre[i] - 0.5 * length * stretch[i]);
      high[i] = Math.min(1, centre[i] + 0.5 * length * stretch[i]);
    }
  }

  double[] best(int candidates) {
    List<Candidate> found = new ArrayList<>();
    for (int c = 0; c < candidates; c++) {
      keep(found, scored(candidate(c)));
    }
    double step = FIRST_STEP;
    for (int round = 0; round < ROUNDS; round++) {
      for (int s = 0; s < found.size(); s++) {
        for (int trial = 0; trial < TRIALS; trial++) {
          Candidate moved = scored(moved(found.get(s).point(), step, trial % 2 == 0));
          if (moved.score() > found.get(s).score()) {
            found.set(s, moved);
          }
        }
      }
      step *= SHORTER;
    }
    Candidate best = found.get(0);
    for (Candidate each : found) {
      best = each.score() > best.score() ? each : best;
    }
    return best.point();
  }

  /** Anywhere in the box, or near the centre, or from the centre along some dimensions only. */
  private double[] candidate(int number) {
    int dimensions = centre.length;
    double[] point = new double[dimensions];
    boolean anywhere = number % 4 == 0 || number % 3 == 2;
    double spread = number % 3 == 0 ? 0.02 : 0.2;
    double share = Math.min(1, 2.0 / dimensions + 0.2);
    for (int i = 0; i < dimensions; i++) {
      if (anywhere) {
        point[i] = low[i] + (high[i] - low[i]) * draws.uniform();
      } else if (draws.uniform() < share) {
        point[i] = clamp(i, centre[i] + spread * (high[i] - low[i]) * draws.normal());
      } else {
        point[i] = centre[i];
      }
    }
    return point;
  }

  private double[] moved(double[] from, double step, boolean everywhere) {
    double[] point = from.clone();
    int only = (int) (draws.uniform() * point.length);
    for (int i = 0; i < point.length; i++) {
      if (everywhere || i == only) {
        point[i] = clamp(i, point[i] + step * (high[i] - low[i]) * draws.normal());
      }
    }
    return point;
  }

  private double clamp(int i, double x) {
    return Math.max(low[i], Math.min(high[i], x));
  }

  private Candidate scored(double[] point) {
    double[] setting = space.settled(point);
    double score = 0;
    if (certainty > 0) {
      double feasible = surrogates.feasibility(setting);
      if (feasible < certainty) {
        return new Candidate(point, UNSAFE + feasible);
      }
      score = StrictMath.log(feasible);
    }
    return new Candidate(point, score + surrogates.logImprovement(references, setting));
  }

  private static void keep(List<Candidate> found, Candidate candidate) {
    int at = found.size();
    while (at > 0 && found.get(at - 1).score() < candidate.score()) {
      at--;
    }
    if (at < STARTS) {
      found.add(at, candidate);
      if (found.size() > STARTS) {
        found.remove(STARTS);
      }
    }
  }
}
