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
}
