package io.chimera.refinement.state.event;

/**
 * What can be asked of a window. The lower-case names are what rules, catalogues and points use.
 */
public enum Statistic {
  COUNT,
  SUM,
  MEAN,
  MIN,
  MAX,
  /** Population standard deviation. */
  STDDEV,
  P50,
  P95,
  P99,
  P999
}
