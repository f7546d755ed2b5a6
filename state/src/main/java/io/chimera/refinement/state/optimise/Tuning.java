package io.chimera.refinement.state.optimise;

import io.chimera.refinement.state.optimise.search.SearchSpace;
import io.chimera.refinement.state.optimise.search.Tunable;
import java.io.Serializable;
import java.util.List;

/**
 * Which settings of a component may be tuned, and within what.
 *
 * @param parameters the settings, at least one
 * @param constraints names of the objectives that every setting has to keep
 * @param trials settings that are tried before the best one stays
 */
public record Tuning(List<Parameter> parameters, List<String> constraints, int trials)
    implements Serializable {

  /**
   * One setting that may be tuned.
   *
   * @param low least value; positive when {@code logarithmic}
   * @param high largest value
   * @param current value in force when tuning begins
   * @param whole whether only whole numbers count
   * @param logarithmic whether factors count rather than differences
   * @param unit for the reader; may be empty
   */
  public record Parameter(
      String name,
      double low,
      double high,
      double current,
      boolean whole,
      boolean logarithmic,
      String unit)
      implements Serializable {}

  /** The box in which the search takes place. */
  SearchSpace space() {
    return new SearchSpace(
        parameters.stream()
            .map(p -> new Tunable(p.name(), p.low(), p.high(), p.whole(), p.logarithmic()))
            .toList());
  }

  /** The values in force when tuning begins. */
  double[] current() {
    return parameters.stream().mapToDouble(Parameter::current).toArray();
  }

  /** Whether what a search has learned about {@code other} holds for this one. */
  boolean searchesLike(Tuning other) {
    return other != null && space().equals(other.space()) && constraints.equals(other.constraints);
  }
}
