package io.chimera.refinement.state.detect;

import io.chimera.refinement.state.detect.CauseRanking.Ranked;
import io.chimera.refinement.state.event.Figures;
import io.chimera.refinement.state.event.Finding;
import io.chimera.refinement.state.event.Finding.EvidencePoint;
import io.chimera.refinement.state.event.SeriesKey;
import io.chimera.refinement.state.event.Severity;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** What is said of an incident of several series: which of them is the likeliest cause, and why. */
final class IncidentReport {
  /** Name of the method in findings. */
  static final String DETECTOR = "root-cause";

  private static final int MOST_NAMED = 4;

  private IncidentReport() {}

  /**
   * The finding; its related findings and its evidence (onset, weight) go from the likeliest cause
   * to the least, its component and metric are those of the likeliest.
   */
  static Finding finding(
      String system,
      List<Onset> onsets,
      List<PairedGroups> pairs,
      long startedAt,
      long nowMillis,
      boolean closed) {
    List<Ranked> ranked = CauseRanking.of(onsets, pairs);
    Onset cause = ranked.get(0).onset();
    String whole = new SeriesKey(system, "", "", "", "").canonical();
    String series = whole.substring(0, whole.indexOf('/'));
    long lastOnset = onsets.stream().mapToLong(Onset::startedAt).max().orElse(startedAt);
    return new Finding(
        Finding.id(Finding.Kind.INCIDENT, series, DETECTOR, startedAt),
        Finding.Kind.INCIDENT,
        system,
        cause.component(),
        null,
        cause.metric(),
        Map.of(),
        series,
        DETECTOR,
        startedAt,
        cause.startedAt(),
        nowMillis,
        closed ? Math.max(startedAt, lastOnset) : null,
        closed ? Finding.State.CLOSED : Finding.State.OPEN,
        onsets.stream().mapToDouble(Onset::score).max().orElse(0),
        onsets.stream()
            .map(Onset::severity)
            .max(Comparator.comparingInt(Severity::ordinal))
            .orElse(Severity.WARNING),
        Finding.Direction.BOTH,
        onsets.size(),
        "series",
        0,
        1,
        ranked.stream()
            .map(each -> new EvidencePoint(each.onset().startedAt(), each.weight()))
            .toList(),
        ranked.stream().map(each -> each.onset().findingId()).toList(),
        false,
        sentence(system, ranked, closed));
  }

  private static String sentence(String system, List<Ranked> ranked, boolean closed) {
    Ranked cause = ranked.get(0);
    long first = ranked.stream().mapToLong(each -> each.onset().startedAt()).min().orElse(0);
    long last = ranked.stream().mapToLong(each -> each.onset().startedAt()).max().orElse(0);
    StringBuilder text = new StringBuilder();
    text.append(ranked.size()).append(" series of ").append(system);
    text.append(closed ? " moved within " : " move within ").append(seconds(last - first));
    text.append("; the likeliest cause is ").append(cause.onset().group());
    text.append(
        cause.onset().startedAt() == first
            ? ", which moved first"
            : ", " + seconds(cause.onset().startedAt() - first) + " after the first");
    text.append(" (score ").append(hundredths(cause.onset().score())).append(')');
    if (cause.explains() > 0) {
      text.append(" and explains ").append(cause.explains()).append(" of ");
      text.append(ranked.size() - 1);
    }
    if (cause.strongest() > 0) {
      text.append(", known to move together (r ").append(hundredths(cause.strongest())).append(')');
    }
    text.append(
        ranked.stream()
            .skip(1)
            .limit(MOST_NAMED)
            .map(each -> each.onset().group())
            .collect(Collectors.joining(", ", "; then ", "")));
    int unnamed = ranked.size() - 1 - MOST_NAMED;
    return text.append(unnamed > 0 ? " and " + unnamed + " more." : ".").toString();
  }

  private static String seconds(long millis) {
    return Figures.text(millis / 1_000.0) + " s";
  }

  private static String hundredths(double number) {
    return Figures.text(Math.rint(number * 100) / 100);
  }
}
