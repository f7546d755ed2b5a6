package io.chimera.refinement.state.detect;

import io.chimera.refinement.state.event.Finding;
import io.chimera.refinement.state.event.SeriesKey;

/**
 * What an incident takes from one finding, or from several of one moment that are about the same:
 * the beginning of something that moved, or two groups of series that move together.
 *
 * @param detectedAt when it was found, epoch milliseconds of event time
 * @param name the group that moved, or both that move together
 * @param onset the beginning; null when it is about two groups
 * @param correlation absolute coefficient; 0 when it is about one group
 */
public record IncidentPart(long detectedAt, String name, Onset onset, double correlation) {

  /** Of a finding that {@link IncidentCauses#concerns} incidents. */
  public static IncidentPart of(Finding finding) {
    if (finding.kind() != Finding.Kind.CORRELATION) {
      Onset onset = Onset.of(finding);
      return new IncidentPart(finding.detectedAt(), onset.group(), onset, 0);
    }
    String[] series = finding.series().split("~", 2);
    return new IncidentPart(
        finding.detectedAt(),
        IncidentCauses.pair(group(series[0]), group(series[1])),
        null,
        Math.min(1, Math.abs(finding.value())));
  }

  private static String group(String series) {
    SeriesKey key = SeriesKey.parse(series);
    return Onset.group(key.component(), key.metric());
  }

  /** Equal for parts that count as one. */
  public String key() {
    return (onset == null ? "pair " : "onset ") + detectedAt + ' ' + name;
  }

  /** Both as one, whichever comes first. */
  public IncidentPart or(IncidentPart other) {
    return onset == null
        ? other.correlation > correlation ? other : this
        : new IncidentPart(detectedAt, name, onset.or(other.onset), 0);
  }

  /** Tells parts of one moment apart, the same in every run. */
  public String order() {
    return onset == null ? name : onset.findingId();
  }
}
