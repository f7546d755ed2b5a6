package io.chimera.refinement.state.optimise;

import io.chimera.refinement.state.event.Digests;
import io.chimera.refinement.state.event.Reason;
import io.chimera.refinement.state.wire.Wire;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Optional;

/**
 * The last settled decisions, by a 63-bit fingerprint of their ids: enough to tell a repeated
 * outcome from an unknown one.
 *
 * <p>The lowest bit says how it was settled. Two of 256 fingerprints collide with a probability of
 * about 4e-15.
 */
final class SettledDecisions {
  private static final int CAPACITY = 256;
  private static final long AT_DEADLINE = 1;

  private final long[] fingerprints = new long[CAPACITY];
  private int size;
  private int next;

  void add(String recommendationId, boolean atDeadline) {
    fingerprints[next] = fingerprint(recommendationId) | (atDeadline ? AT_DEADLINE : 0);
    next = (next + 1) % CAPACITY;
    size = Math.min(size + 1, CAPACITY);
  }

  /** Refuses an outcome that is for no open decision: it comes too late, or nobody asked for it. */
  OutcomeResult refuse(String recommendationId) {
    return find(recommendationId)
        .map(how -> OutcomeResult.refused(Reason.EXPIRED_OUTCOME, how))
        .orElseGet(
            () ->
                OutcomeResult.refused(
                    Reason.UNKNOWN_RECOMMENDATION,
                    "recommendationId must be one that was issued, was " + recommendationId));
  }

  /** Whether the decision is among the remembered ones. */
  boolean contains(String recommendationId) {
    return find(recommendationId).isPresent();
  }

  /** How the decision was settled, for a person; empty when it is not among the remembered ones. */
  private Optional<String> find(String recommendationId) {
    long wanted = fingerprint(recommendationId);
    for (int i = 0; i < size; i++) {
      if ((fingerprints[i] & ~AT_DEADLINE) == wanted) {
        return Optional.of(
            (fingerprints[i] & AT_DEADLINE) == 0
                ? "already settled"
                : "already settled at its deadline");
      }
    }
    return Optional.empty();
  }

  private static long fingerprint(String recommendationId) {
    return Digests.fold(0, recommendationId) & ~AT_DEADLINE;
  }

  void write(DataOutput out) throws IOException {
    Wire.writeVarInt(out, size);
    Wire.writeVarInt(out, next);
    for (int i = 0; i < size; i++) {
      out.writeLong(fingerprints[i]);
    }
  }

  static SettledDecisions read(DataInput in) throws IOException {
    SettledDecisions settled = new SettledDecisions();
    settled.size = Wire.readVarInt(in);
    settled.next = Wire.readVarInt(in);
    for (int i = 0; i < settled.size; i++) {
      settled.fingerprints[i] = in.readLong();
    }
    return settled;
  }
}
