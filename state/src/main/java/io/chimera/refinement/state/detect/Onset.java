package io.chimera.refinement.state.detect;

import io.chimera.refinement.state.event.Finding;
import io.chimera.refinement.state.event.Severity;

/**
 * The beginning of one finding, as part of a larger incident.
 *
 * @param group {@code component/metric}: agents and fleet of one metric are one
 * @param component its component
 * @param metric its metric; null for the silence of an agent
 * @param findingId the finding
 * @param startedAt when it began, epoch milliseconds of event time
 * @param detectedAt when it was found
 * @param score its score
 * @param severity its severity
 * @param relation whether it is about how a metric follows others: such findings join an incident,
 *     but make none
 */
public record Onset(
    String group,
    String component,
    String metric,
    String findingId,
    long startedAt,
    long detectedAt,
    double score,
    Severity severity,
    boolean relation) {

  /** What the silence of an agent counts as. */
  private static final String SILENCE = "silence";

  static Onset of(Finding finding) {
    return new Onset(
        group(finding.component(), finding.metric()),
        finding.component(),
        finding.metric(),
        finding.findingId(),
        finding.startedAt(),
        finding.detectedAt(),
        finding.score(),
        finding.severity(),
        finding.detector().equals(JointWatch.DETECTOR));
  }

  static String group(String component, String metric) {
    return component + '/' + (metric == null ? SILENCE : metric);
  }

  /** Whether it tells more of its group than the other: the earlier does, then the surer. */
  boolean isBefore(Onset other) {
    if (startedAt != other.startedAt) {
      return startedAt < other.startedAt;
    }
    return score != other.score ? score > other.score : findingId.compareTo(other.findingId) < 0;
  }

  /**
   * The one of two onsets of a group that tells more; the group moved if either says that it did.
   */
  Onset or(Onset other) {
    Onset first = other.isBefore(this) ? other : this;
    return first.relation && !(relation && other.relation)
        ? new Onset(
            first.group,
            first.component,
            first.metric,
            first.findingId,
            first.startedAt,
            first.detectedAt,
            first.score,
            first.severity,
            false)
        : first;
  }
}
