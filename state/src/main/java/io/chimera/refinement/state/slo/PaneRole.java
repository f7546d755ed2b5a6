package io.chimera.refinement.state.slo;

/** What the values of a pane mean to an indicator. */
public enum PaneRole {
  /** Values of the indicator itself. */
  VALUE,
  /** Numbers of things that happened, whose sum per time is the indicator. */
  COUNT,
  /** The share of {@link #TOTAL} that the indicator is the percentage of. */
  PART,
  /** What {@link #PART} is a share of. */
  TOTAL,
  /** The load that was asked for: a floor below it is not broken. */
  OFFERED
}
