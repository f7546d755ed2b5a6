package io.chimera.refinement.state.detect;

import io.chimera.refinement.state.wire.Wire;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The last incidents of one series, what people said of them, and what it accepts since.
 *
 * <p>State: the last {@value #REMEMBERED} incidents, and what each document made it accept; that
 * stays when the incident is forgotten, and goes with its document.
 */
final class Feedback {
  static final int REMEMBERED = 8;

  /** Values after the end of an incident from which on a like one is another incident. */
  private static final int LEAST_BETWEEN = 12;

  /** Share of the distance of an incident from which on another one is like it. */
  private static final double ALIKE = 0.7;

  /** Incidents from which on they are what is usual. */
  private static final int MANY = 4;

  private final List<PastIncident> past = new ArrayList<>(1);
  private final Map<String, Acceptance> accepted = new TreeMap<>();

  // Not part of the state.
  private List<FalseAlarm> heeded;
  private Acceptance level = Acceptance.NONE;

  /** What is accepted, now that the documents say so. */
  Acceptance level(List<FalseAlarm> alarms, String series, Incident open) {
    if (alarms != heeded) {
      heeded = alarms;
      accepted.keySet().removeIf(name -> alarms.stream().noneMatch(a -> a.name().equals(name)));
      for (PastIncident incident : past) {
        accept(incident, series);
      }
      if (open != null) {
        accept(open.past(), series);
      }
      sum();
    }
    return level;
  }

  /** An incident is over. */
  void remember(PastIncident incident, List<FalseAlarm> alarms, String series) {
    heeded = alarms;
    if (past.size() == REMEMBERED) {
      past.remove(0);
    }
    past.add(incident);
    accept(incident, series);
    sum();
  }

  /**
   * Whether a value is about as far out as the last incident was, to its side, some values after
   * that was over.
   */
  boolean isBack(long endMillis, double stepMillis, double distance) {
    if (past.isEmpty()) {
      return false;
    }
    PastIncident last = past.get(past.size() - 1);
    return last.byDistance()
        && endMillis - last.endedAt() > LEAST_BETWEEN * stepMillis
        && distance * Math.signum(last.distance()) >= ALIKE * Math.abs(last.distance());
  }

  /** Whether so many incidents are remembered that bursts are usual. */
  boolean hasMany() {
    return past.size() >= MANY;
  }

  private void accept(PastIncident incident, String series) {
    for (FalseAlarm alarm : heeded) {
      if (alarm.means(series, incident.startedAt(), incident.endedAt())) {
        accepted.merge(alarm.name(), Acceptance.of(incident), Acceptance::or);
      }
    }
  }

  private void sum() {
    level = accepted.values().stream().reduce(Acceptance.NONE, Acceptance::or);
  }

  void write(DataOutput out) throws IOException {
    Wire.writeVarInt(out, past.size());
    for (PastIncident incident : past) {
      incident.write(out);
    }
    Wire.writeVarInt(out, accepted.size());
    for (Map.Entry<String, Acceptance> entry : accepted.entrySet()) {
      Wire.writeString(out, entry.getKey());
      entry.getValue().write(out);
    }
  }

  static Feedback read(DataInput in) throws IOException {
    Feedback feedback = new Feedback();
    for (int left = Wire.readVarInt(in); left > 0; left--) {
      feedback.past.add(PastIncident.read(in));
    }
    for (int left = Wire.readVarInt(in); left > 0; left--) {
      feedback.accepted.put(Wire.readString(in), Acceptance.read(in));
    }
    feedback.sum();
    return feedback;
  }
}
