package io.chimera.refinement.state.optimise.search;

import io.chimera.refinement.state.wire.Wire;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;

/**
 * Gradient descent on a setting from noisy values alone: two settings on opposite sides of the
 * running one, all parameters moved at once by the sign of a coin, say where it goes down.
 *
 * <p>Within the unit cube, on its own scale per parameter; each probe moves a whole parameter by at
 * least one. Estimates are averaged over the steps and divided by their usual size, and no step is
 * longer than {@value #LONGEST_STEP} of a range. A side that breaks a limit counts as uphill; when
 * both do, the search goes half way back to the best setting known. Sources: Spall, "Multivariate
 * stochastic approximation using a simultaneous perturbation gradient approximation", 1992 (the
 * gains: section VII and Spall, "Implementation of the simultaneous perturbation algorithm", 1998);
 * averaging of gradients: Spall and Cristion, 1994; size: Kingma and Ba, "Adam", 2015.
 *
 * <p>State: a few numbers per parameter. The same calls give the same settings.
 */
public final class GradientSearch implements SettingSearch {
  private static final double FIRST_PROBE = 0.1;
  private static final double PROBE_DECAY = 0.101;
  private static final double GAIN = 0.3;
  private static final double GAIN_DECAY = 0.602;
  private static final double STABILITY = 3;
  private static final double LONGEST_STEP = 0.15;
  private static final double INERTIA = 0.4;
  private static final double MEMORY_OF_SIZE = 0.9;
  private static final double SHARE_OF_NEWEST = 0.3;

  private final SearchSpace space;
  private final boolean noisy;
  private final int constraints;
  private final long seed;

  private double[] at;
  private double[] averaged;
  private double[] momentum;
  private double size;
  private long steps;
  private long observed;

  /** The probe whose value is awaited, or null; the other one is known when {@code secondProbe}. */
  private double[] awaited;

  private boolean secondProbe;
  private Probe first = Probe.NONE;
  private double[] bestPoint;
  private double bestValue = Double.POSITIVE_INFINITY;

  /** A point of the cube, what came of it, and whether it broke a limit. */
  private record Probe(double[] point, double value, boolean broken) {
    static final Probe NONE = new Probe(new double[0], 0, false);
  }

  /**
   * @param running the setting in force, where the search starts
   * @param noisy whether an evaluation repeats only roughly
   * @param constraints number of limits, each observed as a number that must be at most 0
   */
  public GradientSearch(
      SearchSpace space, double[] running, boolean noisy, int constraints, long seed) {
    this.space = space;
    this.noisy = noisy;
    this.constraints = constraints;
    this.seed = seed;
    startFrom(running);
  }

  /** Goes on from another setting; what is known of directions and of the best is kept. */
  void startFrom(double[] setting) {
    at = space.settled(space.units(setting));
    averaged = at.clone();
    momentum = new double[at.length];
    bestPoint = bestPoint == null ? at.clone() : bestPoint;
    awaited = null;
    secondProbe = false;
  }

  @Override
  public double[] suggest() {
    if (awaited == null) {
      awaited = observed == 0 ? at.clone() : probe(secondProbe ? -1 : 1);
    }
    return space.values(awaited);
  }

  /** Both sides of a pair toss the same coins; near a bound the pair moves inwards as a whole. */
  private double[] probe(int side) {
    Draws coins = new Draws(seed, steps + 1);
    double reach = FIRST_PROBE / StrictMath.pow(steps + 1, PROBE_DECAY);
    double[] point = new double[at.length];
    for (int i = 0; i < point.length; i++) {
      double step = Math.min(0.5, Math.max(reach, space.parameters().get(i).grain(at[i])));
      double centre = Math.max(step, Math.min(1 - step, at[i]));
      point[i] = centre + side * (coins.uniform() < 0.5 ? -step : step);
    }
    return space.settled(point);
  }

  @Override
  public void observe(double[] setting, double value, double[] limits) {
    if (!Double.isFinite(value)) {
      throw new IllegalArgumentException("value must be finite, was " + value);
    }
    double[] point = space.units(setting);
    boolean broken = breaks(limits);
    boolean asked = awaited != null && Arrays.equals(setting, space.values(awaited));
    if (observed == 0 || (!broken && value < bestValue)) {
      bestPoint = point;
      bestValue = broken ? Double.POSITIVE_INFINITY : value;
    }
    boolean isStart = observed == 0;
    observed++;
    if (!asked) {
      return;
    }
    awaited = null;
    if (isStart) {
      return;
    }
    Probe probe = new Probe(point, value, broken);
    if (secondProbe) {
      step(first, probe);
      first = Probe.NONE;
    } else {
      first = probe;
    }
    secondProbe = !secondProbe;
  }

  private boolean breaks(double[] limits) {
    for (int c = 0; c < constraints; c++) {
      if (limits == null || c >= limits.length || !(limits[c] <= 0)) {
        return true;
      }
    }
    return false;
  }

  private void step(Probe plus, Probe minus) {
    steps++;
    if (plus.broken() && minus.broken()) {
      for (int i = 0; i < at.length; i++) {
        at[i] = 0.5 * (at[i] + bestPoint[i]);
        momentum[i] = 0;
        averaged[i] = at[i];
      }
      return;
    }
    double slope = slope(plus, minus);
    size =
        steps == 1 || size == 0
            ? slope * slope
            : MEMORY_OF_SIZE * size + (1 - MEMORY_OF_SIZE) * slope * slope;
    double usual = Math.sqrt(size);
    double gain = GAIN / StrictMath.pow(steps + STABILITY, GAIN_DECAY);
    for (int i = 0; i < at.length; i++) {
      double apart = plus.point()[i] - minus.point()[i];
      double direction = usual == 0 || apart == 0 ? 0 : Math.signum(apart) * slope / usual;
      momentum[i] = INERTIA * momentum[i] + (1 - INERTIA) * direction;
      double move = Math.max(-LONGEST_STEP, Math.min(LONGEST_STEP, gain * momentum[i]));
      at[i] = Math.max(0, Math.min(1, at[i] - move));
      averaged[i] += SHARE_OF_NEWEST * (at[i] - averaged[i]);
    }
  }

  /** Rise from one side to the other; away from a broken limit it is at least as steep as usual. */
  private double slope(Probe plus, Probe minus) {
    double rise = plus.value() - minus.value();
    if (plus.broken() == minus.broken()) {
      return rise;
    }
    double steep = Math.max(Math.abs(rise), Math.max(Math.sqrt(size), Double.MIN_NORMAL));
    return plus.broken() ? steep : -steep;
  }

  /**
   * Of exact values the best setting that was tried; of noisy ones the average of where the descent
   * has been of late, for the best of many noisy values is mostly luck. With limits always one that
   * was seen to keep them.
   */
  @Override
  public double[] best() {
    return space.values(noisy && constraints == 0 && steps > 0 ? averaged : bestPoint);
  }

  /** Whether the next suggestion begins a new pair of probes. */
  boolean isBetweenPairs() {
    return !secondProbe && awaited == null;
  }

  /** Whether the suggestion that is out is the second of its pair. */
  boolean isSecondOfPair() {
    return secondProbe && awaited != null;
  }

  /** Where the descent stands, not tried yet. */
  double[] position() {
    return space.values(at);
  }

  @Override
  public int evaluations() {
    return (int) Math.min(Integer.MAX_VALUE, observed);
  }

  @Override
  public void write(DataOutput out) throws IOException {
    Wire.writeVarLong(out, observed);
    Wire.writeVarLong(out, steps);
    out.writeDouble(size);
    for (double[] each : new double[][] {at, averaged, momentum, bestPoint}) {
      Wire.writeDoubles(out, each, each.length);
    }
    out.writeDouble(bestValue);
    out.writeBoolean(secondProbe);
    Wire.writeDoubles(out, first.point(), first.point().length);
    out.writeDouble(first.value());
    out.writeBoolean(first.broken());
    out.writeBoolean(awaited != null);
    if (awaited != null) {
      Wire.writeDoubles(out, awaited, awaited.length);
    }
  }

  @Override
  public void restore(DataInput in) throws IOException {
    observed = Wire.readVarLong(in);
    steps = Wire.readVarLong(in);
    size = in.readDouble();
    at = Wire.readDoubles(in);
    averaged = Wire.readDoubles(in);
    momentum = Wire.readDoubles(in);
    bestPoint = Wire.readDoubles(in);
    bestValue = in.readDouble();
    secondProbe = in.readBoolean();
    first = new Probe(Wire.readDoubles(in), in.readDouble(), in.readBoolean());
    awaited = in.readBoolean() ? Wire.readDoubles(in) : null;
  }
}
