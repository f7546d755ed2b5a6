package io.chimera.refinement.state.slo;

import io.chimera.refinement.state.event.Alert;
import io.chimera.refinement.state.event.Digests;
import java.util.Map;
import java.util.TreeMap;

/**
 * The alerts of a system that belong to one incident: those that fire while another fires, or soon
 * after the last of them did. One incident asks for a person once.
 *
 * @param group id of the incident; empty when there is none
 * @param open when each alert fired that is not resolved, by id
 * @param lastChange when an alert fired or was resolved last
 * @param paged whether a person was called already
 */
public record IncidentGroup(String group, Map<String, Long> open, long lastChange, boolean paged) {
  public static final IncidentGroup NONE = new IncidentGroup("", Map.of(), 0, false);

  /** How long after the last change an alert still belongs to the incident. */
  static final long TAIL_MILLIS = 300_000;

  /** The incident after a change of an alert. */
  public IncidentGroup after(String system, Alert alert) {
    boolean fresh =
        alert.state() == Alert.State.FIRING
            && open.isEmpty()
            && (group.isEmpty() || alert.firedAt() - lastChange > TAIL_MILLIS);
    String incident = fresh ? Digests.uuid5(system, alert.rule(), alert.firedAt()) : group;
    Map<String, Long> next = new TreeMap<>(fresh ? Map.of() : open);
    if (alert.state() == Alert.State.RESOLVED) {
      next.remove(alert.alertId());
    } else {
      next.put(alert.alertId(), alert.firedAt());
    }
    boolean pages = alert.state() == Alert.State.FIRING && alert.action().startsWith("page");
    return new IncidentGroup(
        incident, next, Math.max(lastChange, alert.changedAt()), (!fresh && paged) || pages);
  }

  /** Whether an alert that fires now calls a person who was called already. */
  public boolean repeats(Alert alert) {
    return paged
        && alert.state() == Alert.State.FIRING
        && alert.action().startsWith("page")
        && (!open.isEmpty() || alert.firedAt() - lastChange <= TAIL_MILLIS);
  }
}
