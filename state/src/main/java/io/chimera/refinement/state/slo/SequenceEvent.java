package io.chimera.refinement.state.slo;

import io.chimera.refinement.state.event.Alert;
import io.chimera.refinement.state.event.Finding;
import java.util.Comparator;

/**
 * Something that may be part of a sequence.
 *
 * @param kind what it is
 * @param system system
 * @param component component
 * @param metric metric that it is about; empty for a release
 * @param name rule, detector or release
 * @param subject what an alert is about; {@code system/component} otherwise
 * @param timeMillis when it was noticed, event time
 * @param id id of the finding or alert; empty for a release
 */
public record SequenceEvent(
    Kind kind,
    String system,
    String component,
    String metric,
    String name,
    String subject,
    long timeMillis,
    String id) {

  /** The order of events of one time, so that it does not depend on which instance was faster. */
  public static final Comparator<SequenceEvent> ORDER =
      Comparator.comparing(SequenceEvent::kind)
          .thenComparing(SequenceEvent::component)
          .thenComparing(SequenceEvent::metric)
          .thenComparing(SequenceEvent::name)
          .thenComparing(SequenceEvent::id);

  /** What an event is. */
  public enum Kind {
    RELEASE,
    ANOMALY,
    BREACH
  }

  /** An anomaly that has just begun. */
  public static SequenceEvent of(Finding finding) {
    return new SequenceEvent(
        Kind.ANOMALY,
        finding.system(),
        finding.component(),
        finding.metric() == null ? "" : finding.metric(),
        finding.detector(),
        finding.system() + '/' + finding.component(),
        finding.detectedAt(),
        finding.findingId());
  }

  /** An alert that has just fired, about {@code metric}. */
  public static SequenceEvent of(Alert alert, String metric) {
    String[] parts = alert.subject().split("[/{]", 3);
    return new SequenceEvent(
        Kind.BREACH,
        parts[0],
        parts.length < 2 ? "" : parts[1],
        metric,
        alert.rule(),
        alert.subject(),
        alert.firedAt(),
        alert.alertId());
  }

  /** The component as a key. */
  public String componentKey() {
    return system + '/' + component;
  }
}
