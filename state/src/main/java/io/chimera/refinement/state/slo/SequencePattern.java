package io.chimera.refinement.state.slo;

import java.io.Serializable;
import java.util.List;

/**
 * A sequence of events that means more than each of them.
 *
 * @param name unique name
 * @param kind what kind of sequence
 * @param system system, or {@code *}
 * @param first metrics of the first event as a {@link LabelPattern}
 * @param then metrics of what follows
 * @param withinMillis how long the whole may take
 * @param count how many events, for a cascade or flapping
 * @param severity severity of the finding
 */
public record SequencePattern(
    String name,
    Kind kind,
    String system,
    String first,
    String then,
    long withinMillis,
    int count,
    io.chimera.refinement.state.event.Severity severity)
    implements Serializable {

  /** Kinds of sequences. */
  public enum Kind {
    /** One event, then another of the same component, without a release between them. */
    FOLLOWED_BY,
    /** Events of as many components of a system. */
    CASCADE,
    /** As many alerts of one rule and subject. */
    FLAPPING
  }

  /** The names of all kinds, as documents write them. */
  public static List<String> kinds() {
    return List.of("followed_by", "cascade", "flapping");
  }
}
