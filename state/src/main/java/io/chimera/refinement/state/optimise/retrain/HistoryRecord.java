package io.chimera.refinement.state.optimise.retrain;

import io.chimera.refinement.state.event.Outcome;

/**
 * One record of history: exactly one of the three is set.
 *
 * @param decision a recommendation, or null
 * @param outcome what came of one, or null
 * @param refused why it is neither, or null
 */
public record HistoryRecord(LoggedDecision decision, Outcome outcome, String refused) {

  public static HistoryRecord of(LoggedDecision decision) {
    return new HistoryRecord(decision, null, null);
  }

  public static HistoryRecord of(Outcome outcome) {
    return new HistoryRecord(null, outcome, null);
  }

  public static HistoryRecord refused(String reason) {
    return new HistoryRecord(null, null, reason);
  }

  /** Id by which decisions and outcomes meet; empty for what was refused. */
  public String recommendationId() {
    if (decision != null) {
      return decision.recommendationId();
    }
    return outcome == null ? "" : outcome.recommendationId();
  }
}
