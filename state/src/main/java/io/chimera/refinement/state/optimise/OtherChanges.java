package io.chimera.refinement.state.optimise;

/**
 * Changes that another optimiser has advised for the same component: two that learn side by side
 * must not each use up the whole allowance.
 *
 * @param open those whose outcome is still open
 * @param lastHour those of the last hour
 */
public record OtherChanges(int open, int lastHour) {
  public static final OtherChanges NONE = new OtherChanges(0, 0);
}
