package io.chimera.refinement.state.slo;

import java.io.Serializable;
import java.util.List;

/**
 * What is promised of one indicator.
 *
 * @param name unique name
 * @param pack pack, which is also the system it is about
 * @param component service or component it is listed under
 * @param indicator which series it is about
 * @param op how the value is compared
 * @param value the limit, in the unit of the indicator; 0 when {@code text} says it
 * @param text the limit as it was written
 * @param statistic what is compared
 * @param window over which stretch of time
 * @param budget how much may go wrong
 * @param stated wording of statistic, window and budget in the document
 * @param requirement requirement it is from
 * @param note remark of the document
 * @param by one value for all that match, or one per component
 * @param policies names of burn-rate policies
 * @param exclusions times that do not count, with their caps
 */
public record Objective(
    String name,
    String pack,
    String component,
    Indicator indicator,
    Op op,
    double value,
    String text,
    ObjectiveStatistic statistic,
    EvaluationWindow window,
    Budget budget,
    Stated stated,
    String requirement,
    String note,
    Grouping by,
    List<String> policies,
    List<ExclusionCap> exclusions)
    implements Serializable {

  /** How the value is compared with the limit. */
  public enum Op {
    LT,
    LTE,
    GT,
    GTE,
    /** An invariant. */
    EQ,
    /** No limit: it is published only. */
    REPORT
  }

  /** What has a value of its own. */
  public enum Grouping {
    ALL,
    COMPONENT
  }

  /** The document's own words. */
  public record Stated(String statistic, String window, String budget) implements Serializable {}

  /** How much time of a kind may be left out per calendar period. */
  public record ExclusionCap(String kind, long capMillis, Budget.Calendar per)
      implements Serializable {}

  /** Whether a value keeps the promise. */
  public boolean metBy(double measured) {
    return switch (op) {
      case LT -> measured < value;
      case LTE -> measured <= value;
      case GT -> measured > value;
      case GTE -> measured >= value;
      case EQ -> measured == value;
      case REPORT -> true;
    };
  }

  /** Whether less is better. */
  public boolean isCeiling() {
    return op == Op.LT || op == Op.LTE;
  }

  /** Whether it is a floor under a rate, which nobody can keep who is not asked for as much. */
  public boolean isDemandFloor() {
    return !isCeiling() && op != Op.REPORT && op != Op.EQ && statistic == ObjectiveStatistic.RATE;
  }

  /** Whether a stream of KPIs can show it. */
  public boolean isLive() {
    return window.judged() != EvaluationWindow.Judged.TEST && op != Op.EQ;
  }

  /** Whether it is judged under a load that asks for it, and otherwise shown only. */
  public boolean isCapacityTest() {
    return note.startsWith("capacity") || stated.budget().equals("capacity");
  }

  /** How far the value is from the limit on the good side, in percent of the limit. */
  public double marginPercent(double measured) {
    double distance = isCeiling() ? value - measured : measured - value;
    return value == 0
        ? (distance == 0 ? 0 : Math.copySign(100, distance))
        : 100 * distance / Math.abs(value);
  }
}
