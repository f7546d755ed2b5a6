package io.chimera.refinement.state.detect;

import io.chimera.refinement.state.event.Finding;
import io.chimera.refinement.state.event.SeriesKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The incident that goes on in one system: what moved in it, when first, and what is known to move
 * together.
 *
 * <p>Anomalies and silences belong to one incident as long as none comes more than a minute after
 * the one before, for at most a quarter of an hour. Two different metrics that moved make an
 * incident of it; one that only follows others no longer is part of it, but makes none. What comes
 * within the next 20 s is waited for. One incident gives two findings with one id, the second with
 * the ranking at its end. State: at most {@value #MOST_GROUPS} onsets and {@value #MOST_PAIRS}
 * pairs. Time: event time; findings are to come in the order in which they were detected.
 *
 * @param onsets the first onset of each group, in the order in which the groups were detected
 * @param pairs what is known to move together, the newest last
 * @param openedStartedAt start of the incident as it was published; 0 while it is not
 * @param settleAt when it is to be published; 0 while there is nothing to publish
 * @param closeAt when it is over; 0 while there is none
 */
public record IncidentCauses(
    List<Onset> onsets,
    List<PairedGroups> pairs,
    long openedStartedAt,
    long settleAt,
    long closeAt) {
  /** Nothing goes on. */
  public static final IncidentCauses EMPTY = new IncidentCauses(List.of(), List.of(), 0, 0, 0);

  static final int MOST_GROUPS = 64;
  static final int MOST_PAIRS = 256;

  private static final long SETTLE_MILLIS = 20_000;
  private static final long GAP_MILLIS = 60_000;
  private static final long LONGEST_MILLIS = 15 * 60_000;

  /** What two groups are called, whichever is named first. */
  static String pair(String one, String other) {
    return one.compareTo(other) < 0 ? one + '~' + other : other + '~' + one;
  }

  /** Whether a finding can be part of an incident, or tell what moves together. */
  public static boolean concerns(Finding finding) {
    return switch (finding.kind()) {
      case ANOMALY -> finding.state() == Finding.State.OPEN;
      // That a whole component or system is silent is told by its agents already.
      case ABSENCE -> finding.state() == Finding.State.OPEN && finding.agentId() != null;
      case CORRELATION -> true;
      case CHANGE_POINT, TREND, FORECAST, INCIDENT, SLO, REGRESSION, SEQUENCE -> false;
    };
  }

  /** After a finding that {@link #concerns} it. */
  public IncidentCauses after(Finding finding) {
    return finding.kind() == Finding.Kind.CORRELATION
        ? withPair(finding)
        : withOnset(Onset.of(finding));
  }

  private IncidentCauses withPair(Finding finding) {
    String[] series = finding.series().split("~", 2);
    SeriesKey one = SeriesKey.parse(series[0]);
    SeriesKey other = SeriesKey.parse(series[1]);
    String name =
        pair(
            Onset.group(one.component(), one.metric()),
            Onset.group(other.component(), other.metric()));
    List<PairedGroups> known = new ArrayList<>(pairs);
    known.removeIf(pair -> pair.name().equals(name));
    if (known.size() == MOST_PAIRS) {
      known.remove(0);
    }
    known.add(new PairedGroups(name, Math.min(1, Math.abs(finding.value()))));
    return new IncidentCauses(onsets, known, openedStartedAt, settleAt, closeAt);
  }

  private IncidentCauses withOnset(Onset onset) {
    List<Onset> all = new ArrayList<>(onsets);
    int at = 0;
    while (at < all.size() && !all.get(at).group().equals(onset.group())) {
      at++;
    }
    if (at < all.size()) {
      all.set(at, all.get(at).or(onset));
    } else if (all.size() < MOST_GROUPS) {
      all.add(onset);
    }
    long first = all.stream().mapToLong(Onset::detectedAt).min().orElseThrow();
    long close =
        Math.min(Math.max(closeAt, onset.detectedAt() + GAP_MILLIS), first + LONGEST_MILLIS);
    long settle =
        openedStartedAt == 0 && moved(all).count() > 1
            ? Math.min(secondDetectedAt(all) + SETTLE_MILLIS, close)
            : settleAt;
    return new IncidentCauses(all, pairs, openedStartedAt, settle, close);
  }

  private static long secondDetectedAt(List<Onset> onsets) {
    return moved(onsets).mapToLong(Onset::detectedAt).sorted().skip(1).findFirst().orElseThrow();
  }

  /** A metric that no longer follows another one has not moved by itself. */
  private static Stream<Onset> moved(List<Onset> onsets) {
    return onsets.stream().filter(onset -> !onset.relation());
  }

  /** Whether the finding comes after the incident: it has to be {@link #close}d first. */
  public boolean isOverBefore(Finding finding) {
    return closeAt != 0
        && finding.kind() != Finding.Kind.CORRELATION
        && finding.detectedAt() > closeAt;
  }

  /** Whether it is to be published at {@code nowMillis}. */
  public boolean isSettled(long nowMillis) {
    return openedStartedAt == 0 && settleAt != 0 && nowMillis >= settleAt;
  }

  /** Whether its beginning has been published. */
  public boolean isPublished() {
    return openedStartedAt != 0;
  }

  /** After it was published. */
  public IncidentCauses published() {
    return new IncidentCauses(onsets, pairs, firstStart(), settleAt, closeAt);
  }

  /** What is left when the incident is over: what moves together. */
  public IncidentCauses over() {
    return new IncidentCauses(List.of(), pairs, 0, 0, 0);
  }

  private long firstStart() {
    return onsets.stream().mapToLong(Onset::startedAt).min().orElse(0);
  }

  /** The finding that begins the incident. */
  public Finding opened(String system) {
    // What was found after this moment, but arrived before it, waits for the end.
    List<Onset> sofar = onsets.stream().filter(onset -> onset.detectedAt() <= settleAt).toList();
    return IncidentReport.finding(system, sofar, pairs, firstStart(), settleAt, false);
  }

  /** The finding that ends it; empty when it never was one. */
  public Optional<Finding> close(String system) {
    return openedStartedAt == 0
        ? Optional.empty()
        : Optional.of(
            IncidentReport.finding(system, onsets, pairs, openedStartedAt, closeAt, true));
  }
}
