package io.chimera.refinement.state.detect;

import io.chimera.refinement.state.event.Figures;
import io.chimera.refinement.state.event.Finding;
import io.chimera.refinement.state.event.SeriesKey;
import io.chimera.refinement.state.event.Severity;
import java.util.List;
import java.util.Map;

/**
 * Two series of a system that began to move together (REF-PAT-09).
 *
 * @param first canonical key of the one
 * @param second canonical key of the other
 * @param pair how they move together
 * @param minutes how many minutes were compared
 */
public record CorrelatedSeries(String first, String second, Correlation.Pair pair, int minutes) {
  /** Name of the method in findings. */
  public static final String DETECTOR = "pearson-spearman";

  /** What names the pair: it stays the same however the series are numbered. */
  public String name() {
    return first + '~' + second;
  }

  /** The finding; {@code endMillis} is the end of the last minute that was compared. */
  public Finding finding(long endMillis) {
    SeriesKey one = SeriesKey.parse(first);
    SeriesKey other = SeriesKey.parse(second);
    return new Finding(
        Finding.id(Finding.Kind.CORRELATION, name(), DETECTOR, endMillis),
        Finding.Kind.CORRELATION,
        one.system(),
        one.component(),
        null,
        one.metric(),
        Map.of(),
        name(),
        DETECTOR,
        endMillis,
        endMillis,
        endMillis,
        endMillis,
        Finding.State.CLOSED,
        Math.min(1, Math.abs(pair.pearson())),
        Severity.INFO,
        Finding.Direction.BOTH,
        pair.pearson(),
        "",
        -1,
        1,
        List.of(),
        List.of(),
        false,
        one.component()
            + '/'
            + one.metric()
            + " and "
            + other.component()
            + '/'
            + other.metric()
            + (pair.pearson() > 0 ? " move together" : " move against each other")
            + lead(one, other)
            + " over the last "
            + minutes
            + " min (r "
            + Figures.text(Math.rint(pair.pearson() * 100) / 100)
            + ").");
  }

  private String lead(SeriesKey one, SeriesKey other) {
    if (pair.lag() == 0) {
      return "";
    }
    SeriesKey leader = pair.lag() > 0 ? one : other;
    int minutesAhead = Math.abs(pair.lag());
    return ", " + leader.component() + '/' + leader.metric() + " " + minutesAhead + " min ahead,";
  }
}
