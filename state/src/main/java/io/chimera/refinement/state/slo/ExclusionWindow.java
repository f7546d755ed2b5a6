package io.chimera.refinement.state.slo;

import java.io.Serializable;

/**
 * A time that does not count against some objectives, as far as their contract allows for it.
 *
 * @param kind kind that caps are stated for, such as {@code scheduled}
 * @param system system of the objectives
 * @param fromMillis when it begins, event time
 * @param toMillis when it ends
 */
public record ExclusionWindow(String kind, String system, long fromMillis, long toMillis)
    implements Serializable {

  public boolean covers(String ofSystem, long atMillis) {
    return atMillis >= fromMillis && atMillis < toMillis && LabelPattern.accepts(system, ofSystem);
  }
}
