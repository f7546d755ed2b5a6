package io.chimera.refinement.state.slo;

import io.chimera.refinement.state.slo.AlertCondition.Comparison;
import io.chimera.refinement.state.slo.AlertCondition.Relation;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;

/**
 * One comparison that a rule makes, objectives spelled out.
 *
 * @param indicator which series
 * @param statistic what is compared
 * @param comparison how
 * @param limit with what, or with which multiple of what is usual
 * @param ofBaseline whether {@code limit} is a multiple of what is usual
 * @param whenDemanded whether it counts only while something is asked for
 */
public record RuleTerm(
    Indicator indicator,
    ObjectiveStatistic statistic,
    Comparison comparison,
    double limit,
    boolean ofBaseline,
    boolean whenDemanded) {

  /** The comparisons of a rule, given the objectives in force. */
  public static List<RuleTerm> of(AlertRule rule, Iterable<Objective> objectives) {
    List<RuleTerm> terms = new ArrayList<>();
    for (AlertCondition condition : rule.conditions()) {
      if (condition.relation() != Relation.TARGET) {
        terms.add(
            new RuleTerm(
                condition.indicator(),
                condition.statistic(),
                condition.comparison(),
                condition.threshold(),
                condition.relation() == Relation.BASELINE,
                false));
        continue;
      }
      for (Objective objective : objectives) {
        if (condition.isAbout(objective)) {
          terms.add(
              new RuleTerm(
                  objective.indicator(),
                  objective.statistic(),
                  condition.comparison(),
                  condition.threshold() * objective.value(),
                  false,
                  objective.isDemandFloor()));
        }
      }
    }
    return terms;
  }

  /** Where a term's values and its baseline are kept. */
  public String key() {
    return indicator.id();
  }

  /** Where the term's baseline is kept: one per statistic. */
  public String baselineKey() {
    return statistic + " " + indicator.id();
  }

  /**
   * What a rule sees: the first term that is broken, else the one that is closest to it; empty when
   * no term has a value.
   */
  public static Optional<AlertReading> read(
      List<RuleTerm> terms,
      Map<String, RolePanes> values,
      Function<RuleTerm, OptionalDouble> usual,
      long spanMillis) {
    AlertReading worst = null;
    double worstBy = Double.NEGATIVE_INFINITY;
    for (RuleTerm term : terms) {
      RolePanes panes = values.get(term.key());
      Optional<AlertReading> reading =
          panes == null ? Optional.empty() : term.read(panes, usual, spanMillis);
      if (reading.isPresent()) {
        double by = term.excess(reading.get());
        if (worst == null
            || (reading.get().broken() && !worst.broken())
            || (reading.get().broken() == worst.broken() && by > worstBy)) {
          worst = reading.get();
          worstBy = by;
        }
      }
    }
    return Optional.ofNullable(worst);
  }

  private Optional<AlertReading> read(
      RolePanes panes, Function<RuleTerm, OptionalDouble> usual, long spanMillis) {
    OptionalDouble value = panes.value(statistic, indicator, spanMillis);
    OptionalDouble factor = ofBaseline ? usual.apply(this) : OptionalDouble.of(1);
    if (value.isEmpty() || !Double.isFinite(value.getAsDouble()) || factor.isEmpty()) {
      return Optional.empty();
    }
    double threshold = limit * factor.getAsDouble();
    boolean broken = AlertCondition.broken(comparison, value.getAsDouble(), threshold);
    if (broken && whenDemanded && !demanded(panes, value.getAsDouble())) {
      broken = false;
    }
    return Optional.of(
        new AlertReading(
            broken,
            broken && throughout(panes, threshold),
            value.getAsDouble(),
            threshold,
            indicator.unit(),
            statistic.name().toLowerCase(Locale.ROOT) + " of " + indicator.metric(),
            side()));
  }

  /**
   * Whether anybody asked for more: what was offered, if it is reported, must exceed the threshold;
   * otherwise whatever gets through shows that there was demand.
   */
  private static boolean demanded(RolePanes panes, double value) {
    OptionalDouble offered = panes.offered();
    return offered.isPresent() ? offered.getAsDouble() > value : value > 0;
  }

  private boolean throughout(RolePanes panes, double threshold) {
    io.chimera.refinement.state.window.Pane pane = panes.pane(PaneRole.VALUE);
    if (pane == null || statistic.isTotal() || statistic == ObjectiveStatistic.STDDEV) {
      return true;
    }
    boolean upwards = comparison == Comparison.GT || comparison == Comparison.GTE;
    return AlertCondition.broken(comparison, upwards ? pane.min() : pane.max(), threshold);
  }

  /** How far beyond the threshold, relative to it. */
  private double excess(AlertReading reading) {
    double distance = reading.value() - reading.threshold();
    double scale = Math.max(Math.abs(reading.threshold()), Double.MIN_NORMAL);
    boolean upwards = comparison == Comparison.GT || comparison == Comparison.GTE;
    return (upwards ? distance : -distance) / scale;
  }

  private String side() {
    return switch (comparison) {
      case GT -> "above";
      case GTE -> "at or above";
      case LT -> "below";
      case LTE -> "at or below";
    };
  }
}
