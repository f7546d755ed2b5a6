package io.chimera.refinement.local.load;

import java.util.Locale;

/**
 * What came of one criterion.
 *
 * @param criterion its name
 * @param limit the limit, with its unit
 * @param state whether it is met
 * @param value the figure, with its unit; empty when there is none
 * @param reason what it rests on, or why nothing can be said
 */
record Verdict(String criterion, String limit, State state, String value, String reason) {

  /** Whether a criterion is met. */
  enum State {
    MET,
    MISSED,
    /** Neither can be said. */
    UNKNOWN;

    String wireName() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  boolean isMet() {
    return state == State.MET;
  }

  /** The same; but what is met is unknown when there is a doubt. */
  Verdict unless(String doubt) {
    return isMet() && !doubt.isEmpty() ? doubted(doubt) : this;
  }

  /** The same, but unknown. */
  Verdict doubted(String because) {
    return new Verdict(criterion, limit, State.UNKNOWN, value, because);
  }
}
