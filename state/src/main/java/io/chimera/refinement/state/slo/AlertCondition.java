package io.chimera.refinement.state.slo;

import java.io.Serializable;

/**
 * One threshold of an alert rule.
 *
 * @param indicator which series it is about; with {@link Relation#TARGET} its metric selects
 *     objectives instead, as a {@link LabelPattern}
 * @param statistic which statistic is compared; null with {@link Relation#TARGET} for whatever the
 *     objective is stated in
 * @param comparison how; relative to objectives, upwards for ceilings and downwards for floors
 * @param threshold with what: a value, or a factor of what it relates to
 * @param relation what the threshold is a factor of
 */
public record AlertCondition(
    Indicator indicator,
    ObjectiveStatistic statistic,
    Comparison comparison,
    double threshold,
    Relation relation)
    implements Serializable {

  /** A threshold on the plain values of a metric. */
  public static AlertCondition of(
      Indicator indicator, ObjectiveStatistic statistic, Comparison comparison, double threshold) {
    return new AlertCondition(indicator, statistic, comparison, threshold, Relation.VALUE);
  }

  /** Which side of the threshold is bad. */
  public enum Comparison {
    GT,
    GTE,
    LT,
    LTE
  }

  /** What the threshold is a factor of. */
  public enum Relation {
    /** Nothing: it is a value. */
    VALUE,
    /** The limit of each objective that is selected. */
    TARGET,
    /** What is usual: the median of the same statistic over the last seven days. */
    BASELINE
  }

  /** Whether {@code value} is on the bad side of {@code limit}. */
  public static boolean broken(Comparison comparison, double value, double limit) {
    return switch (comparison) {
      case GT -> value > limit;
      case GTE -> value >= limit;
      case LT -> value < limit;
      case LTE -> value <= limit;
    };
  }

  /** Whether large values are the bad ones. */
  boolean upwards() {
    return comparison == Comparison.GT || comparison == Comparison.GTE;
  }

  /** Whether a condition relative to objectives is about this one. */
  public boolean isAbout(Objective objective) {
    return relation == Relation.TARGET
        && LabelPattern.accepts(indicator.system(), objective.pack())
        && LabelPattern.accepts(indicator.metric(), objective.indicator().metric())
        && (statistic == null || statistic == objective.statistic())
        && objective.op() != Objective.Op.REPORT
        && objective.op() != Objective.Op.EQ
        && objective.isCeiling() == upwards()
        && !objective.isCapacityTest();
  }
}
