package io.chimera.refinement.state.slo;

/** What an objective asks of the values in its window. The lower-case names are what packs use. */
public enum ObjectiveStatistic {
  P50,
  P95,
  P99,
  P999,
  AVG,
  MAX,
  MIN,
  /** A rate that is reported as such, or a sum of counts per time. */
  RATE,
  /** Sum of reported numbers. */
  COUNT,
  SUM,
  /** Number of values, whatever they are. */
  EVENTS,
  STDDEV,
  /** A percentage that is reported as such, or parts of a total. */
  RATIO,
  LAST,
  VALUE,
  /** A slope, less the noise of its mean at 99 %: positive only when it is so for sure. */
  TREND,
  /** A limit that nearly all values must keep: 99 % of them. */
  TOLERANCE,
  /** A limit of what is let through. */
  FILTER,
  /** A property that is tested, not measured. */
  INVARIANT;

  /** Whether the whole number counts and not how many per time. */
  boolean isTotal() {
    return this == SUM || this == COUNT || this == EVENTS;
  }

  /** Whether it is the value below which a stated share of all values lies. */
  public boolean isPercentile() {
    return this == P50 || this == P95 || this == P99 || this == P999;
  }
}
