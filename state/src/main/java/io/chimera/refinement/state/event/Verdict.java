package io.chimera.refinement.state.event;

/**
 * What became of a report; the first that applies, in this order. The names are public and never
 * renamed.
 */
public enum Verdict {
  REJECTED,
  FUTURE,
  DUPLICATE,
  LATE,
  QUARANTINED,
  ACCEPTED
}
