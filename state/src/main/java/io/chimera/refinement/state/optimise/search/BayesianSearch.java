package io.chimera.refinement.state.optimise.search;

import java.util.ArrayList;
import java.util.List;

/** Draft. */
public final class BayesianSearch {
  static final java.util.Map<String, Double> C = new java.util.concurrent.ConcurrentHashMap<>();
  static double F(String k, double d) {
    return C.computeIfAbsent(k, q -> Double.parseDouble(System.getProperty(q, "" + d)));
  }

  static final int SAMPLES = (int) F("bs", 5);
  private final SearchSpace space;
  private final boolean noisy;
  private final int constraints;
  private final long seed;
  private final double[] start;
  private final int d;
  private final List<double[]> points = new ArrayList<>();
  private final List<Double> values = new ArrayList<>();
  private final List<double[]> limits = new ArrayList<>();
  private double length = F("L0", 0.8);
  private int successes;
  private int failures;
  private double[] objectiveState;
  private double[][] limitStates;
  private long suggested;

  public BayesianSearch(
      SearchSpace space, double[] running, boolean noisy, int constraints, long seed) {
    this.space = space;
    this.noisy = noisy;
    this.constraints = constraints;
    this.seed = seed;
    this.d = space.dimensions();
    this.start = space.settled(space.units(running));
    objectiveState = HyperSampler.start(d, noisy);
    limitStates = new double[constraints][];
    for (int i = 0; i < constraints; i++) {
      limitStates[i] = HyperSampler.start(d, true);
    }
  }

  public double[] suggest() {
    suggested++;
    return space.values(next());
  }

  private double[] next() {
    int n = points.size();
    Draws draws = new Draws(seed, suggested);
    if (n == 0) {
      return start;
    }
    if (constraints > 0) {
      int firstSteps = (int) F("cinit", 3);
      if (n <= firstSteps) {
        double[] u = start.clone();
        int i = (n - 1) % d;
        double step = F("cstep", 0.08) * ((n - 1) / d % 2 == 0 ? 1 : -1);
        u[i] = u[i] + step > 1 ? u[i] - step : u[i] + step;
        return u;
      }
    } else if (n < (int) F("init", 0) + d + 2) {
      return lattice(n);
    }
    return acquire(draws);
  }

  private double[] lattice(int n) {
    double[] u = new double[d];
    double g = 2;
    for (int i = 0; i < 30; i++) {
      g = StrictMath.pow(1 + g, 1.0 / (d + 1));
    }
    Draws shift = new Draws(seed, 0);
    double a = 1;
    for (int i = 0; i < d; i++) {
      a /= g;
      double v = shift.uniform() + n * a;
      u[i] = F("lm", 0.1) + (1 - 2 * F("lm", 0.1)) * (v - Math.floor(v));
    }
    return u;
  }

  private double[] warped() {
    int n = values.size();
    double[] sorted = values.stream().mapToDouble(v -> v).sorted().toArray();
    double median = sorted[n / 2];
    double scale = Math.max(1e-9, median - sorted[0]);
    double[] y = new double[n];
    double mean = 0;
    for (int i = 0; i < n; i++) {
      double v = (values.get(i) - median) / scale;
      y[i] = v > 0 && F("warp", 1) > 0 ? StrictMath.log1p(v) : v;
      mean += y[i] / n;
    }
    double var = 1e-12;
    for (double v : y) {
      var += (v - mean) * (v - mean) / n;
    }
    for (int i = 0; i < n; i++) {
      y[i] = (y[i] - mean) / Math.sqrt(var);
    }
    return y;
  }

  private record Models(List<GaussianProcess> objective, List<List<GaussianProcess>> limits) {}

  private double[] limitScale;

  private Models models(Draws draws) {
    double[][] x = points.toArray(double[][]::new);
    List<GaussianProcess> objective =
        new HyperSampler(x, warped(), noisy, draws).sample(objectiveState, SAMPLES, 2);
    List<List<GaussianProcess>> all = new ArrayList<>();
    limitScale = new double[constraints];
    for (int c = 0; c < constraints; c++) {
      double[] v = new double[points.size()];
      double s = 1e-9;
      for (int i = 0; i < v.length; i++) {
        v[i] = Math.max(-F("clo", 2), Math.min(F("chi", 0.7), limits.get(i)[c]));
        s += v[i] * v[i] / v.length;
      }
      limitScale[c] = Math.sqrt(s);
      for (int i = 0; i < v.length; i++) {
        v[i] /= limitScale[c];
      }
      all.add(new HyperSampler(x, v, true, draws).sample(limitStates[c], SAMPLES, 2));
    }
    return new Models(objective, all);
  }

  private static double mean(List<GaussianProcess> processes, double[] u) {
    double sum = 0;
    for (GaussianProcess p : processes) {
      sum += p.predict(u).mean();
    }
    return sum / processes.size();
  }

  private static double feasibility(Models models, double[] u) {
    double all = 1;
    for (List<GaussianProcess> limit : models.limits()) {
      double sum = 0;
      for (GaussianProcess p : limit) {
        var q = p.predict(u);
        sum += LogImprovement.normalBelow(-q.mean() / q.deviation());
      }
      all *= sum / limit.size();
    }
    return all;
  }

  private int incumbent(Models models) {
    int best = -1;
    double least = Double.POSITIVE_INFINITY;
    double[] y = warped();
    for (int i = 0; i < points.size(); i++) {
      if (constraints > 0 && feasibility(models, points.get(i)) < F("pi", 0.8)) {
        continue;
      }
      double v = noisy ? mean(models.objective(), points.get(i)) : y[i];
      if (v < least) {
        least = v;
        best = i;
      }
    }
    return best < 0 ? 0 : best;
  }

  private double[] acquire(Draws draws) {
    Models models = models(draws);
    int at = incumbent(models);
    double[] centre = points.get(at);
    double[] y = warped();
    int samples = models.objective().size();
    double[] reference = new double[samples];
    for (int s = 0; s < samples; s++) {
      reference[s] = noisy ? models.objective().get(s).predict(centre).mean() : y[at];
    }
    double[] lengths = lengths(models.objective());
    double[] lo = new double[d];
    double[] hi = new double[d];
    for (int i = 0; i < d; i++) {
      double half = 0.5 * length * lengths[i];
      lo[i] = Math.max(0, centre[i] - half);
      hi[i] = Math.min(1, centre[i] + half);
    }
    int starts = (int) F("starts", 6);
    List<double[]> found = new ArrayList<>();
    List<Double> scores = new ArrayList<>();
    int candidates = (int) F("cand", 400);
    for (int c = 0; c < candidates; c++) {
      double[] u = new double[d];
      double share = c % 4 == 0 ? 1 : Math.min(1, 2.0 / d + 0.2);
      double spread = c % 3 == 0 ? 0.02 : c % 3 == 1 ? 0.2 : 0;
      for (int i = 0; i < d; i++) {
        if (spread == 0 || c % 4 == 0) {
          u[i] = lo[i] + (hi[i] - lo[i]) * draws.uniform();
        } else {
          u[i] =
              draws.uniform() < share
                  ? clamp(centre[i] + spread * (hi[i] - lo[i]) * draws.normal(), lo[i], hi[i])
                  : centre[i];
        }
      }
      keep(found, scores, u, value(models, reference, u), starts);
    }
    double step = 0.1;
    for (int round = 0; round < (int) F("rounds", 14); round++) {
      for (int s = 0; s < found.size(); s++) {
        for (int trial = 0; trial < (int) F("trials", 6); trial++) {
          double[] u = found.get(s).clone();
          for (int i = 0; i < d; i++) {
            if (trial % 2 == 0 || (int) (draws.uniform() * d) == i) {
              u[i] = clamp(u[i] + step * (hi[i] - lo[i]) * draws.normal(), lo[i], hi[i]);
            }
          }
          double v = value(models, reference, u);
          if (v > scores.get(s)) {
            found.set(s, u);
            scores.set(s, v);
          }
        }
      }
      step *= 0.72;
    }
    int best = 0;
    for (int s = 1; s < found.size(); s++) {
      best = scores.get(s) > scores.get(best) ? s : best;
    }
    return found.get(best);
  }

  private double[] lengths(List<GaussianProcess> processes) {
    double[] sum = new double[d];
    double product = 0;
    for (int i = 0; i < d; i++) {
      for (GaussianProcess p : processes) {
        sum[i] += StrictMath.log(p.hyper().lengths()[i]) / processes.size();
      }
      product += sum[i] / d;
    }
    for (int i = 0; i < d; i++) {
      sum[i] = Math.max(0.4, Math.min(2.5, StrictMath.exp(sum[i] - product)));
    }
    return sum;
  }

  private static void keep(
      List<double[]> found, List<Double> scores, double[] u, double score, int most) {
    int at = found.size();
    while (at > 0 && scores.get(at - 1) < score) {
      at--;
    }
    if (at < most) {
      found.add(at, u);
      scores.add(at, score);
      if (found.size() > most) {
        found.remove(most);
        scores.remove(most);
      }
    }
  }

  private double value(Models models, double[] reference, double[] u) {
    double[] settled = space.settled(u);
    double score = 0;
    if (constraints > 0) {
      double feasible = feasibility(models, settled);
      double bar = F("pf", 0.95);
      if (feasible < bar) {
        return -1000 + feasible; // the most feasible, if none is feasible enough
      }
      score += StrictMath.log(feasible);
    }
    double largest = Double.NEGATIVE_INFINITY;
    double[] logs = new double[reference.length];
    for (int s = 0; s < reference.length; s++) {
      var q = models.objective().get(s).predict(settled);
      logs[s] = LogImprovement.of(reference[s], q.mean(), q.deviation());
      largest = Math.max(largest, logs[s]);
    }
    double sum = 0;
    for (double l : logs) {
      sum += StrictMath.exp(l - largest);
    }
    return score + largest + StrictMath.log(sum / logs.length);
  }

  private static double clamp(double x, double lo, double hi) {
    return Math.max(lo, Math.min(hi, x));
  }

  public void observe(double[] setting, double value, double[] limit) {
    double[] u = space.units(setting);
    double before = bestSoFar();
    points.add(u);
    values.add(value);
    limits.add(limit == null ? new double[constraints] : limit);
    if (points.size() > d + 2) {
      boolean feasible = true;
      for (double c : limits.get(limits.size() - 1)) {
        feasible &= c <= 0;
      }
      double spread = Math.abs(before - median());
      if (feasible && value < before - 1e-3 * spread) {
        successes++;
        failures = 0;
      } else {
        failures++;
        successes = 0;
      }
      if (successes >= 2) {
        length = Math.min(F("Lmax", 1.6), length * 1.6);
        successes = 0;
      } else if (failures >= (int) F("fail", 4)) {
        length *= 0.55;
        failures = 0;
      }
      if (length < 0.01) {
        length = 0.6;
      }
    }
  }

  private double median() {
    double[] sorted = values.stream().mapToDouble(v -> v).sorted().toArray();
    return sorted[sorted.length / 2];
  }

  private double bestSoFar() {
    double best = Double.POSITIVE_INFINITY;
    for (int i = 0; i < values.size(); i++) {
      boolean feasible = true;
      for (double c : limits.get(i)) {
        feasible &= c <= 0;
      }
      if (feasible) {
        best = Math.min(best, values.get(i));
      }
    }
    return best;
  }

  public double[] best() {
    if (points.isEmpty()) {
      return space.values(start);
    }
    if (points.size() < 3 || (!noisy && constraints == 0)) {
      int at = 0;
      double best = bestSoFar();
      for (int i = 0; i < values.size(); i++) {
        at = values.get(i) == best ? i : at;
      }
      return space.values(points.get(at));
    }
    double[] objective = objectiveState.clone();
    Models models = models(new Draws(seed, -points.size()));
    objectiveState = objective;
    return space.values(points.get(incumbent(models)));
  }
}
