package io.chimera.refinement.state.detect;

import io.chimera.refinement.state.event.Figures;
import io.chimera.refinement.state.event.Finding;
import io.chimera.refinement.state.event.Finding.Direction;
import io.chimera.refinement.state.event.Finding.EvidencePoint;
import io.chimera.refinement.state.event.SeriesKey;
import io.chimera.refinement.state.event.Severity;
import io.chimera.refinement.state.wire.Wire;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * One stretch in which a metric does not fit the others of its agent: since when, and how far off
 * it was at its worst.
 */
final class JointIncident {
  /** Metrics that a sentence names at most, and how closely they must be correlated for it. */
  static final int MOST_NAMED = 3;

  static final double LEAST_NAMED = 0.3;

  /** Half the width of the band in usual misses: nine in ten of normal errors lie inside. */
  private static final double BAND = 1.645;

  private final long startedAt;
  private final String series;
  private final List<String> others;
  private final double explained;
  private final int learnedFrom;
  private double peakRarity = -1;
  private long peakAt;
  private double peakValue;
  private double lower;
  private double upper;
  private long lastAbnormalEnd;
  private int normalRun;

  /**
   * @param startedAt start of the window in which it was found, epoch milliseconds
   * @param series canonical series of the metric
   * @param others the series that say most of it
   * @param explained share of its variance that they explained
   * @param learnedFrom windows from which that is known
   */
  JointIncident(
      long startedAt, String series, List<String> others, double explained, int learnedFrom) {
    this.startedAt = startedAt;
    this.series = series;
    this.others = others;
    this.explained = explained;
    this.learnedFrom = learnedFrom;
  }

  String series() {
    return series;
  }

  /** Usual panes since the last one that was not. */
  int normalRun() {
    return normalRun;
  }

  void normal() {
    normalRun++;
  }

  /**
   * A pane of the incident.
   *
   * @param rarity as of values every five minutes
   * @param worstAt end of the window that fitted least of late
   * @param value its value
   * @param implied what the others implied for it
   * @param usualMiss how far that usually is off
   */
  void abnormal(
      long endMillis, double rarity, long worstAt, double value, double implied, double usualMiss) {
    normalRun = 0;
    lastAbnormalEnd = endMillis;
    if (rarity > peakRarity) {
      peakRarity = rarity;
      peakAt = worstAt;
      peakValue = value;
      lower = implied - BAND * usualMiss;
      upper = implied + BAND * usualMiss;
    }
  }

  /** The finding that opens it. */
  Finding finding(long endMillis, List<EvidencePoint> evidence) {
    return finding(endMillis, null, evidence, opened());
  }

  /**
   * The finding that ends it.
   *
   * @param overtaken whether it ends because a metric has an incident of its own
   */
  Finding closed(long endMillis, List<EvidencePoint> evidence, boolean overtaken) {
    return finding(endMillis, lastAbnormalEnd, evidence, over(overtaken));
  }

  private Finding finding(
      long endMillis, Long endedAt, List<EvidencePoint> evidence, String sentence) {
    SeriesKey key = SeriesKey.parse(series);
    double score = score();
    return new Finding(
        Finding.id(Finding.Kind.ANOMALY, series, JointWatch.DETECTOR, startedAt),
        Finding.Kind.ANOMALY,
        key.system(),
        key.component(),
        key.agentIdOrNull(),
        key.metric(),
        key.labelMap(),
        series,
        JointWatch.DETECTOR,
        startedAt,
        peakAt,
        endMillis,
        endedAt,
        endedAt == null ? Finding.State.OPEN : Finding.State.CLOSED,
        score,
        score > Incident.CRITICAL ? Severity.CRITICAL : Severity.WARNING,
        peakValue > (lower + upper) / 2 ? Direction.UP : Direction.DOWN,
        peakValue,
        MetricUnit.of(key.metric()),
        lower,
        upper,
        evidence,
        List.of(),
        false,
        sentence);
  }

  private double score() {
    return peakRarity / (peakRarity + Ranking.HALF_SCORE_RARITY);
  }

  private String opened() {
    return subject()
        + " no longer follows "
        + namesOfOthers()
        + ": it was "
        + atItsWorst()
        + " (they explained "
        + Figures.text(Math.rint(100 * explained))
        + " % of it in the last "
        + learnedFrom
        + " windows"
        + rated();
  }

  private String over(boolean overtaken) {
    String after = Figures.text((lastAbnormalEnd - startedAt) / 1_000.0) + " s";
    String end =
        overtaken
            ? " did not follow "
                + namesOfOthers()
                + " for "
                + after
                + ", until one of them"
                + " became an incident by itself"
            : " follows " + namesOfOthers() + " again after " + after;
    return subject() + end + "; at its worst it was " + atItsWorst() + " (" + rated().substring(2);
  }

  private String subject() {
    SeriesKey key = SeriesKey.parse(series);
    return key.metric() + " of " + key.system() + '/' + key.component() + '/' + key.agentId();
  }

  private String namesOfOthers() {
    List<String> metrics = others.stream().map(each -> SeriesKey.parse(each).metric()).toList();
    int last = metrics.size() - 1;
    return switch (metrics.size()) {
      case 0 -> "its other metrics";
      case 1 -> metrics.get(0);
      default ->
          metrics.stream().limit(last).collect(Collectors.joining(", "))
              + " and "
              + metrics.get(last);
    };
  }

  private String atItsWorst() {
    String unit = MetricUnit.of(SeriesKey.parse(series).metric());
    String in = unit.isEmpty() ? "" : " " + unit;
    return Figures.text(peakValue)
        + in
        + ", given these "
        + Figures.text(lower)
        + " to "
        + Figures.text(upper)
        + in
        + " was expected";
  }

  private String rated() {
    return ", score " + Figures.text(Math.rint(score() * 100) / 100) + ").";
  }

  void write(DataOutput out) throws IOException {
    out.writeLong(startedAt);
    Wire.writeString(out, series);
    Wire.writeVarInt(out, others.size());
    for (String other : others) {
      Wire.writeString(out, other);
    }
    out.writeDouble(explained);
    Wire.writeVarInt(out, learnedFrom);
    out.writeDouble(peakRarity);
    out.writeLong(peakAt);
    out.writeDouble(peakValue);
    out.writeDouble(lower);
    out.writeDouble(upper);
    out.writeLong(lastAbnormalEnd);
    Wire.writeVarInt(out, normalRun);
  }

  static JointIncident read(DataInput in) throws IOException {
    long startedAt = in.readLong();
    String series = Wire.readString(in);
    List<String> others = new ArrayList<>();
    for (int left = Wire.readVarInt(in); left > 0; left--) {
      others.add(Wire.readString(in));
    }
    JointIncident incident =
        new JointIncident(
            startedAt, series, List.copyOf(others), in.readDouble(), Wire.readVarInt(in));
    incident.peakRarity = in.readDouble();
    incident.peakAt = in.readLong();
    incident.peakValue = in.readDouble();
    incident.lower = in.readDouble();
    incident.upper = in.readDouble();
    incident.lastAbnormalEnd = in.readLong();
    incident.normalRun = Wire.readVarInt(in);
    return incident;
  }
}
