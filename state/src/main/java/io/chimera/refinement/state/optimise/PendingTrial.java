package io.chimera.refinement.state.optimise;

import io.chimera.refinement.state.wire.Wire;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * A setting whose outcome is open.
 *
 * @param decision the recommendation and its terms; its objective is the one that scores count from
 * @param proposed the setting
 * @param change whether it differs from the one that was in force
 * @param reported the reward that was reported, or NaN; it waits for the limits to be known, which
 *     are looked at as if the effect were measured
 * @param reportedAt when that was observed
 */
record PendingTrial(
    PendingDecision decision, double[] proposed, boolean change, double reported, long reportedAt) {

  PendingTrial measuring(PendingDecision measuring) {
    return new PendingTrial(measuring, proposed, change, reported, reportedAt);
  }

  PendingTrial reported(double reward, long observedAt) {
    return new PendingTrial(
        decision, proposed, change, reward, Math.max(observedAt, decision.decidedAt()));
  }

  boolean isReported() {
    return !Double.isNaN(reported);
  }

  /** Whether it is known to be in force. */
  boolean isApplied() {
    return isReported() || decision.isMeasuring();
  }

  /**
   * When there is something to do for it.
   *
   * @param limitsTell whether it is known if the limits were kept under it
   */
  long dueAt(boolean limitsTell, ObjectiveHistory objectives) {
    if (isApplied() && !limitsTell) {
      return decision.giveUpAt();
    }
    return isReported() ? reportedAt : decision.dueAt(objectives);
  }

  void write(DataOutput out) throws IOException {
    decision.write(out);
    Wire.writeDoubles(out, proposed, proposed.length);
    out.writeBoolean(change);
    out.writeDouble(reported);
    out.writeLong(reportedAt);
  }

  static PendingTrial read(DataInput in) throws IOException {
    return new PendingTrial(
        PendingDecision.read(in),
        Wire.readDoubles(in),
        in.readBoolean(),
        in.readDouble(),
        in.readLong());
  }
}
