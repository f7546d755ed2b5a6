package io.chimera.refinement.state.optimise.search;

import io.chimera.refinement.state.wire.Wire;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * Bayesian optimisation of a setting: expected improvement on Gaussian processes within a trust
 * region, from the running setting on.
 *
 * <p>With limits every step must keep all of them with a probability of {@value #CERTAINTY}, judged
 * by a process per limit; the first steps are small ones from the running setting. Without limits
 * the first points spread over the box. Sources: Jones, Schonlau and Welch, "Efficient global
 * optimization", 1998; Gelbart, Snoek and Adams, "Bayesian optimization with unknown constraints",
 * 2014, section 3.
 *
 * <p>State: {@value Evaluations#MOST} evaluations at most. The same calls give the same settings.
 */
public final class BayesianSearch implements SettingSearch {
  private static final double CERTAINTY = 0.95;

  /** To be recommended, a setting that was tried needs less: it has been observed. */
  private static final double CERTAINTY_OF_TRIED = 0.8;

  private static final int FIRST_STEPS = 3;
  private static final double FIRST_STEP = 0.08;
  private static final double MARGIN = 0.1;
  private static final int CANDIDATES = 400;

  private final SearchSpace space;
  private final boolean noisy;
  private final int constraints;
  private final long seed;
  private final double[] start;
  private Evaluations known;
  private TrustRegion region = TrustRegion.FIRST;
  private final HyperSampler.Scales[] scales;
  private long suggested;

  /**
   * @param running the setting in force, where the search starts
   * @param noisy whether an evaluation repeats only roughly
   * @param constraints number of limits, each observed as a number that must be at most 0
   */
  public BayesianSearch(
      SearchSpace space, double[] running, boolean noisy, int constraints, long seed) {
    this.space = space;
    this.noisy = noisy;
    this.constraints = constraints;
    this.seed = seed;
    start = space.settled(space.units(running));
    known = new Evaluations(constraints);
    scales = new HyperSampler.Scales[1 + constraints];
    scales[0] = new HyperSampler.Scales(space.dimensions(), noisy);
    for (int c = 1; c < scales.length; c++) {
      scales[c] = new HyperSampler.Scales(space.dimensions(), true);
    }
  }

  /**
   * The setting to try next.
   *
   * @throws ArithmeticException if the settings tried so far cannot be told apart numerically
   */
  @Override
  public double[] suggest() {
    suggested++;
    return space.values(next());
  }

  private double[] next() {
    int n = known.count();
    if (n == 0) {
      return start;
    }
    if (constraints > 0 && n <= FIRST_STEPS) {
      return besideStart(n - 1);
    }
    if (constraints == 0 && n < space.dimensions() + 2) {
      return spread(n);
    }
    Draws draws = new Draws(seed, suggested);
    Surrogates surrogates = Surrogates.fit(known, noisy, scales, draws);
    int incumbent = surrogates.incumbent(CERTAINTY_OF_TRIED);
    return new Acquisition(
            space,
            surrogates,
            known.point(incumbent),
            incumbent,
            region.length(),
            constraints > 0 ? CERTAINTY : 0,
            draws)
        .best(CANDIDATES);
  }

  private double[] besideStart(int step) {
    double[] point = start.clone();
    int i = step % point.length;
    double by = step / point.length % 2 == 0 ? FIRST_STEP : -FIRST_STEP;
    point[i] = point[i] + by > 1 || point[i] + by < 0 ? point[i] - by : point[i] + by;
    return point;
  }

  /**
   * Point {@code n} of a sequence that fills the box evenly. Source: Roberts, "The unreasonable
   * effectiveness of quasirandom sequences", 2018 (the R_d sequence).
   */
  private double[] spread(int n) {
    int dimensions = space.dimensions();
    double ratio = 2;
    for (int i = 0; i < 40; i++) {
      ratio = StrictMath.pow(1 + ratio, 1.0 / (dimensions + 1));
    }
    Draws shift = new Draws(seed, 0);
    double[] point = new double[dimensions];
    double step = 1;
    for (int i = 0; i < dimensions; i++) {
      step /= ratio;
      double at = shift.uniform() + n * step;
      point[i] = MARGIN + (1 - 2 * MARGIN) * (at - Math.floor(at));
    }
    return point;
  }

  /**
   * Learns what came of a setting, suggested or not.
   *
   * @param value what is to be made small; finite
   * @param limits one number per limit, at most 0 where it is kept; a missing one counts as broken
   */
  @Override
  public void observe(double[] setting, double value, double[] limits) {
    if (!Double.isFinite(value)) {
      throw new IllegalArgumentException("value must be finite, was " + value);
    }
    double[] observed = new double[constraints];
    for (int c = 0; c < constraints; c++) {
      boolean given = limits != null && c < limits.length && !Double.isNaN(limits[c]);
      observed[c] = given ? limits[c] : 1;
    }
    double before = known.count() == 0 ? value : known.value(known.best());
    double unit = known.count() == 0 ? 0 : unit(before);
    known.add(space.units(setting), value, observed);
    if (known.count() > space.dimensions() + 2) {
      boolean success = known.feasible(known.count() - 1) && value < before - LEAST_GAIN * unit;
      region = region.after(success);
    }
  }

  /** A gain below this share of the distance from the first value is none. */
  private static final double LEAST_GAIN = 1e-3;

  private double unit(double best) {
    return Math.abs(known.value(0) - best);
  }

  /** The setting to run from now on: the best that was tried, as far as can be told. */
  @Override
  public double[] best() {
    if (known.count() == 0) {
      return space.values(start);
    }
    if (known.count() < 3 || (!noisy && constraints == 0)) {
      return space.values(known.point(known.best()));
    }
    Draws draws = new Draws(seed, -known.count());
    return space.values(
        known.point(Surrogates.fit(known, noisy, copies(), draws).incumbent(CERTAINTY_OF_TRIED)));
  }

  /** Whether a setting keeps every limit with enough certainty to be tried. */
  boolean deemsSafe(double[] setting) {
    if (constraints == 0) {
      return true;
    }
    if (known.count() <= FIRST_STEPS) {
      return false;
    }
    Draws draws = new Draws(seed, -known.count());
    return Surrogates.fit(known, noisy, copies(), draws).feasibility(space.units(setting))
        >= CERTAINTY;
  }

  /** To ask for the best must not change what is suggested next. */
  private HyperSampler.Scales[] copies() {
    HyperSampler.Scales[] copies = new HyperSampler.Scales[scales.length];
    for (int i = 0; i < copies.length; i++) {
      copies[i] = scales[i].copy();
    }
    return copies;
  }

  /** Evaluations so far, at most those remembered. */
  @Override
  public int evaluations() {
    return known.count();
  }

  @Override
  public void write(DataOutput out) throws IOException {
    Wire.writeVarLong(out, suggested);
    region.write(out);
    known.write(out);
    for (HyperSampler.Scales each : scales) {
      each.write(out);
    }
  }

  /** Takes over what {@link #write} wrote for the same space and constraints. */
  @Override
  public void restore(DataInput in) throws IOException {
    suggested = Wire.readVarLong(in);
    region = TrustRegion.read(in);
    known = Evaluations.read(in, constraints);
    for (int i = 0; i < scales.length; i++) {
      scales[i] = HyperSampler.Scales.read(in);
    }
  }
}
