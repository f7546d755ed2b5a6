package io.chimera.refinement.state.slo;

/**
 * Where an objective stands at the end of a pane.
 *
 * @param objective name of the objective
 * @param pack its pack
 * @param subject what has this value: a system, or {@code system/component}
 * @param endMillis end of the pane, event time
 * @param state what can be said
 * @param value the statistic over the window, in {@code unit}; 0 without data
 * @param limit the limit
 * @param samples values behind it
 * @param compliance share of the period so far that was good, in [0, 1]; 1 without a budget
 * @param rawCompliance the same without leaving anything out
 * @param budgetLeft share of the error budget that is left; 1 without a budget
 * @param burn burn rates over 1 h, 6 h, 1 d and 3 d
 * @param changed whether the state differs from the one before
 */
public record ObjectiveStatus(
    String objective,
    String pack,
    String subject,
    long endMillis,
    State state,
    double value,
    double limit,
    String unit,
    long samples,
    double compliance,
    double rawCompliance,
    double budgetLeft,
    double[] burn,
    boolean changed) {

  /** What can be said of an objective. */
  public enum State {
    MET,
    BREACHED,
    /** Nothing was reported within the window. */
    NO_DATA,
    /** A floor under a rate of which not as much was asked for. */
    NO_DEMAND,
    /** There is no limit, or not under these conditions. */
    REPORTED
  }
}
