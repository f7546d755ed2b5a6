package io.chimera.refinement.state.event;

import java.util.List;
import java.util.Map;

/**
 * Something noteworthy about a series, an agent or a component.
 *
 * @param findingId {@code uuid5(kind|series|detector|startedAt)}: the same incident keeps its id
 *     when it closes
 * @param agentId agent, or null for a fleet series
 * @param metric metric, or null when the finding is about an agent as a whole
 * @param detector the method that found it
 * @param startedAt when it began, epoch milliseconds of event time
 * @param peakAt when it was worst
 * @param detectedAt event time of the window that gave the verdict
 * @param endedAt when it was over, or null while it is open
 * @param score 0 (normal) to 1
 * @param value the observed value, in {@code unit}
 * @param lower lower bound of what was expected
 * @param upper upper bound of what was expected
 * @param evidence recent points as (end milliseconds, value), oldest first
 * @param related ids of findings of the same incident
 * @param warming whether the baseline was still short
 * @param sentence one sentence for a person
 */
public record Finding(
    String findingId,
    Kind kind,
    String system,
    String component,
    String agentId,
    String metric,
    Map<String, String> labels,
    String series,
    String detector,
    long startedAt,
    long peakAt,
    long detectedAt,
    Long endedAt,
    State state,
    double score,
    Severity severity,
    Direction direction,
    double value,
    String unit,
    double lower,
    double upper,
    List<EvidencePoint> evidence,
    List<String> related,
    boolean warming,
    String sentence) {

  /** What was found; the wire uses the lower-case name. */
  public enum Kind {
    ANOMALY,
    CHANGE_POINT,
    TREND,
    FORECAST,
    CORRELATION,
    INCIDENT,
    ABSENCE,
    SLO,
    REGRESSION,
    SEQUENCE
  }

  /** Whether the incident goes on. */
  public enum State {
    OPEN,
    CLOSED
  }

  /** Where the value went. */
  public enum Direction {
    UP,
    DOWN,
    BOTH
  }

  /** One point of the evidence. */
  public record EvidencePoint(long endMillis, double value) {}

  /** The id that the contract prescribes. */
  public static String id(Kind kind, String series, String detector, long startedAt) {
    return Digests.uuid5(
        kind.name().toLowerCase(java.util.Locale.ROOT), series, detector, startedAt);
  }
}
