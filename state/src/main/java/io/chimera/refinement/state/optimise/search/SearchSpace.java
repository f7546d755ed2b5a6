package io.chimera.refinement.state.optimise.search;

import java.io.Serializable;
import java.util.List;

/** The box in which settings lie; searched as a unit cube. */
public record SearchSpace(List<Tunable> parameters) implements Serializable {
  public SearchSpace {
    if (parameters.isEmpty()) {
      throw new IllegalArgumentException("parameters must be at least one, was 0");
    }
    parameters = List.copyOf(parameters);
  }

  public int dimensions() {
    return parameters.size();
  }

  double[] units(double[] values) {
    double[] units = new double[values.length];
    for (int i = 0; i < units.length; i++) {
      units[i] = parameters.get(i).unit(values[i]);
    }
    return units;
  }

  double[] values(double[] units) {
    double[] values = new double[units.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = parameters.get(i).value(units[i]);
    }
    return values;
  }

  /** The nearest point of the cube that is a setting: whole where it has to be. */
  double[] settled(double[] units) {
    return units(values(units));
  }

  /**
   * The setting on the way from one to the other that moves no parameter by more than {@code
   * maxStep} of its range.
   *
   * @param maxStep in (0, 1); 0 for any distance
   */
  public double[] towards(double[] from, double[] to, double maxStep) {
    if (maxStep <= 0) {
      return to;
    }
    double[] units = units(to);
    double[] near = units(from);
    for (int i = 0; i < units.length; i++) {
      double most = Math.max(maxStep, parameters.get(i).grain(near[i]));
      units[i] = Math.max(near[i] - most, Math.min(near[i] + most, units[i]));
    }
    double[] moved = values(units);
    for (int i = 0; i < moved.length; i++) {
      moved[i] = units(to)[i] == units[i] ? to[i] : moved[i]; // exactly there, not almost
    }
    return moved;
  }
}
