package io.chimera.refinement.state.optimise;

/**
 * How a decision was settled.
 *
 * @param executed what was carried out
 * @param reward 0 to 1
 * @param source {@link #REPORTED}, {@link #MEASURED} or {@link #IMPUTED}
 * @param settledAt event time
 */
record Settlement(String executed, double reward, String source, long settledAt) {
  static final String REPORTED = "reported";
  static final String MEASURED = "measured";
  static final String IMPUTED = "imputed";

  /** Whether nobody knows what came of it: an assumption is no evidence of harm. */
  boolean isAssumed() {
    return source.equals(IMPUTED);
  }
}
