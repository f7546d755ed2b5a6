package io.chimera.refinement.state.slo;

import java.io.Serializable;

/**
 * How much may go wrong over a period.
 *
 * @param method what is counted; {@link Method#NONE} for an objective without a budget
 * @param target share that must be good, in [0, 1)
 * @param periodMillis length of a rolling period; 0 for a calendar period
 * @param calendar calendar period that begins anew at its start in UTC
 */
public record Budget(Method method, double target, long periodMillis, Calendar calendar)
    implements Serializable {
  public static final Budget NONE = new Budget(Method.NONE, 0, 0, Calendar.NONE);

  /** What is counted, as OpenSLO names it. */
  public enum Method {
    NONE,
    /** Values that keep the limit, of all values. */
    OCCURRENCES,
    /** Minutes whose statistic keeps the limit, of all minutes with data. */
    TIMESLICES,
    /** The mean of the minutes' success ratios. */
    RATIO_TIMESLICES
  }

  /** A period that people name. */
  public enum Calendar {
    NONE,
    WEEK,
    MONTH,
    QUARTER,
    YEAR
  }

  public boolean isCalendar() {
    return calendar != Calendar.NONE;
  }

  /** How often the budget burns faster than it may, when {@code badShare} of all is bad. */
  public double burnRate(double badShare) {
    return badShare / (1 - target);
  }

  /** Share of the budget that is left after {@code badShare}; negative when overspent. */
  public double left(double badShare) {
    return 1 - burnRate(badShare);
  }
}
