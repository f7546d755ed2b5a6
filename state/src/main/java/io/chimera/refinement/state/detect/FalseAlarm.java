package io.chimera.refinement.state.detect;

import io.chimera.refinement.state.event.Finding;
import java.io.Serializable;

/**
 * What a person says of an anomaly that was none: its series is to accept what it saw there.
 *
 * @param name name of the document
 * @param findingId the finding; empty when it is named by series and time
 * @param series canonical series; empty when it is named by the finding alone
 * @param fromMillis since when incidents are meant, 0 with a finding
 * @param toMillis until when, 0 with a finding
 */
public record FalseAlarm(
    String name, String findingId, String series, long fromMillis, long toMillis)
    implements Serializable {

  /** Whether it can be about {@code ofSeries} at all. */
  boolean mayConcern(String ofSeries) {
    return series.isEmpty() || series.equals(ofSeries);
  }

  /** Whether it means the incident of {@code ofSeries} that lasted from its start until its end. */
  boolean means(String ofSeries, long startedAt, long endedAt) {
    if (!mayConcern(ofSeries)) {
      return false;
    }
    return findingId.isEmpty()
        ? startedAt < toMillis && endedAt > fromMillis
        : findingId.equals(
            Finding.id(Finding.Kind.ANOMALY, ofSeries, AnomalyWatch.DETECTOR, startedAt));
  }
}
