package io.chimera.refinement.state.optimise;

import java.io.Serializable;

/**
 * What limits the advice of a catalogue, whatever was learned.
 *
 * @param maxChangesPerHour decisions other than holding still, per component and hour; 0 for any
 *     number
 * @param controlShare share of decisions that hold still on purpose, marked {@code control}, so
 *     that there is something to compare with
 * @param demoteAfter harmful outcomes, less helpful ones, after which an action is only advised and
 *     waits for approval; 0 for never
 * @param rollback whether a change that hurt is to be taken back before anything else is advised
 * @param maxConcurrentChanges changes whose outcome may be open at once, per component; 0 for any
 *     number
 * @param maxStep longest move of one setting in one change, as a share of its range; 0 for any
 */
public record Guardrails(
    int maxChangesPerHour,
    double controlShare,
    int demoteAfter,
    boolean rollback,
    int maxConcurrentChanges,
    double maxStep)
    implements Serializable {
  public static final Guardrails NONE = new Guardrails(0, 0, 0, false);

  /** With any number of changes at once, of any length. */
  public Guardrails(int maxChangesPerHour, double controlShare, int demoteAfter, boolean rollback) {
    this(maxChangesPerHour, controlShare, demoteAfter, rollback, 0, 0);
  }

  /** Whether as many changes are open as may be at once. */
  boolean isFull(int open) {
    return maxConcurrentChanges > 0 && open >= maxConcurrentChanges;
  }

  /** Whether an hour's allowance of changes is used up. */
  boolean isUsedUp(int changesInHour) {
    return maxChangesPerHour > 0 && changesInHour >= maxChangesPerHour;
  }
}
