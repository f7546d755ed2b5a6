package io.chimera.refinement.state.event;

import io.chimera.refinement.state.slo.ObjectiveStatus;
import java.util.Comparator;

/**
 * Something an optimiser listens to; exactly one of the four is set.
 *
 * @param system monitored system
 * @param component component of it
 * @param timeMillis event time
 * @param objective window of a fleet series, or null
 * @param finding finding, or null
 * @param outcome outcome, or null
 * @param status where an objective of the component stands, or null
 */
public record Signal(
    String system,
    String component,
    long timeMillis,
    ObjectiveValue objective,
    Finding finding,
    RoutedOutcome outcome,
    ObjectiveStatus status) {

  /**
   * The order in which signals of one component count: by time; outcomes teach before findings and
   * states of objectives inform before a decision is taken.
   */
  public static final Comparator<Signal> ORDER =
      Comparator.comparingLong(Signal::timeMillis)
          .thenComparingInt(Signal::rank)
          .thenComparing(Signal::id);

  public static Signal of(String system, String component, ObjectiveValue objective) {
    return new Signal(system, component, objective.endMillis(), objective, null, null, null);
  }

  public static Signal of(String system, String component, ObjectiveStatus status) {
    return new Signal(system, component, status.endMillis(), null, null, null, status);
  }

  public static Signal of(Finding finding) {
    return new Signal(
        finding.system(), finding.component(), finding.detectedAt(), null, finding, null, null);
  }

  public static Signal of(RoutedOutcome outcome) {
    return new Signal(
        outcome.system(),
        outcome.component(),
        outcome.outcome().observedAt(),
        null,
        null,
        outcome,
        null);
  }

  /** The component as a key. */
  public String subject() {
    return system + '/' + component;
  }

  private int rank() {
    return outcome != null ? 0 : finding != null ? 1 : status != null ? 2 : 3;
  }

  private String id() {
    return outcome != null
        ? outcome.outcome().recommendationId()
        : finding != null
            ? finding.findingId()
            : status != null ? status.objective() : objective.series();
  }
}
