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
 */
public record Onset(
    String group,
    String component,
    String metric,
    String findingId,
    long startedAt,
    long detectedAt,
    double score,
    Severity severity) {

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
        finding.severity());
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
}
