package io.chimera.refinement.state.optimise;

import io.chimera.refinement.state.wire.Wire;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;

/** Decisions of a component whose outcome is open, in the order in which they were made. */
final class PendingDecisions {
  /** While so many wait, no other is made. */
  static final int MOST = 512;

  private final List<PendingDecision> open = new ArrayList<>();

  boolean isFull() {
    return open.size() >= MOST;
  }

  int size() {
    return open.size();
  }

  void add(PendingDecision decision) {
    open.add(decision);
  }

  Optional<PendingDecision> find(String recommendationId) {
    return open.stream().filter(each -> each.recommendationId().equals(recommendationId)).findAny();
  }

  void remove(PendingDecision decision) {
    open.remove(decision);
  }

  void replace(PendingDecision decision, PendingDecision by) {
    open.set(open.indexOf(decision), by);
  }

  /** How many of them are about another action than {@code hold}. */
  int changesFrom(String hold) {
    return (int) open.stream().filter(each -> !each.action().equals(hold)).count();
  }

  /** Takes off all that {@code closing} closes, and returns what came of them. */
  <T> List<T> close(Function<PendingDecision, Optional<T>> closing) {
    List<T> closed = new ArrayList<>();
    for (Iterator<PendingDecision> each = open.iterator(); each.hasNext(); ) {
      Optional<T> result = closing.apply(each.next());
      if (result.isPresent()) {
        each.remove();
        closed.add(result.get());
      }
    }
    return closed;
  }

  /** When the first of them has something to be done. */
  OptionalLong nextTime(ObjectiveHistory objectives) {
    return open.stream().mapToLong(each -> each.dueAt(objectives)).min();
  }

  void write(DataOutput out) throws IOException {
    Wire.writeVarInt(out, open.size());
    for (PendingDecision decision : open) {
      decision.write(out);
    }
  }

  static PendingDecisions read(DataInput in) throws IOException {
    PendingDecisions decisions = new PendingDecisions();
    for (int left = Wire.readVarInt(in); left > 0; left--) {
      decisions.open.add(PendingDecision.read(in));
    }
    return decisions;
  }
}
