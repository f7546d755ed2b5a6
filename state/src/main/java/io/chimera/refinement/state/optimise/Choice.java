package io.chimera.refinement.state.optimise;

import java.util.Map;

/**
 * Which action was drawn, with what probability, and what else was possible.
 *
 * @param arm the arm that was drawn
 * @param propensity probability with which it was drawn
 * @param confidence probability that it is the best of those allowed
 * @param pmf probability of every action that was allowed, in the order of the catalogue
 * @param vetoed why the others were not
 * @param reason {@link #CONTROL}, or the action that hurt and is to be taken back, or empty
 */
record Choice(
    Arm arm,
    double propensity,
    double confidence,
    Map<String, Double> pmf,
    Map<String, String> vetoed,
    String reason) {
  /** Holding still on purpose, for comparison. */
  static final String CONTROL = "control";

  Choice because(String newReason) {
    return new Choice(arm, propensity, confidence, pmf, vetoed, newReason);
  }

  boolean isControl() {
    return reason.equals(CONTROL);
  }

  boolean isRollback() {
    return !reason.isEmpty() && !isControl();
  }
}
