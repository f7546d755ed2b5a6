package io.chimera.refinement.local.load;

import io.chimera.refinement.state.slo.Objective;
import io.chimera.refinement.state.slo.Objective.Op;
import java.util.Collection;

/**
 * Between what the values of a healthy system lie: on the good side of all limits, at a distance
 * from them.
 *
 * @param low smallest value
 * @param high largest value, at least {@code low}
 */
record ValueRange(double low, double high) {
  private static final double PERCENT = 100;

  /** Around a typical value, a fifth to either side. */
  static ValueRange around(double typical) {
    double spread = Math.abs(typical) / 5;
    return new ValueRange(typical - spread, typical + spread);
  }

  /** Within all of the limits, or those of the first objective when they contradict each other. */
  static ValueRange within(Collection<Objective> objectives) {
    double ceiling = Double.POSITIVE_INFINITY;
    double floor = Double.NEGATIVE_INFINITY;
    boolean percent = false;
    for (Objective objective : objectives) {
      percent |= objective.indicator().unit().equals("%");
      if (objective.isCeiling()) {
        ceiling = Math.min(ceiling, objective.value());
      } else if (objective.op() != Op.REPORT) {
        floor = Math.max(floor, objective.value());
      }
    }
    if (floor >= ceiling && objectives.size() > 1) {
      return within(java.util.List.of(objectives.iterator().next()));
    }
    if (percent && Double.isInfinite(ceiling)) {
      ceiling = Math.max(PERCENT, floor);
    }
    return between(floor, ceiling, objectives);
  }

  private static ValueRange between(
      double floor, double ceiling, Collection<Objective> objectives) {
    if (Double.isInfinite(floor) && Double.isInfinite(ceiling)) {
      return around(objectives.stream().mapToDouble(Objective::value).findFirst().orElse(0));
    }
    if (Double.isInfinite(floor)) {
      return ceiling > 0 ? new ValueRange(0.4 * ceiling, 0.8 * ceiling) : around(1.2 * ceiling);
    }
    if (Double.isInfinite(ceiling)) {
      double step = floor == 0 ? 1 : Math.abs(floor);
      return new ValueRange(floor + 0.05 * step, floor + 0.3 * step);
    }
    double width = ceiling - floor;
    return new ValueRange(floor + 0.25 * width, floor + 0.75 * width);
  }

  ValueRange times(double factor) {
    return new ValueRange(low * factor, high * factor);
  }

  double draw(Draw draw) {
    return draw.between(low, high);
  }
}
