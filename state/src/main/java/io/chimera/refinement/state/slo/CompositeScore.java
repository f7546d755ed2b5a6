package io.chimera.refinement.state.slo;

import io.chimera.refinement.state.slo.ObjectiveStatus.State;
import java.util.Map;
import java.util.TreeMap;

/**
 * The share of a pack's objectives that are met, of those that anything can be said of.
 *
 * @param states state by objective and subject
 */
public record CompositeScore(Map<String, String> states) {
  public static final CompositeScore EMPTY = new CompositeScore(Map.of());

  /** The score after a status. */
  public CompositeScore after(ObjectiveStatus status) {
    Map<String, String> next = new TreeMap<>(states);
    next.put(status.objective() + '@' + status.subject(), status.state().name());
    return new CompositeScore(next);
  }

  /** Objectives that are met. */
  public long met() {
    return count(State.MET);
  }

  /** Objectives that are met or breached. */
  public long judged() {
    return met() + count(State.BREACHED);
  }

  /** Percent of the judged ones that are met; 100 of none. */
  public double percent() {
    return judged() == 0 ? 100 : 100.0 * met() / judged();
  }

  private long count(State state) {
    return states.values().stream().filter(state.name()::equals).count();
  }
}
