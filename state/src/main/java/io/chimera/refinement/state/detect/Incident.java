package io.chimera.refinement.state.detect;

import io.chimera.refinement.state.event.Figures;
import io.chimera.refinement.state.event.Finding;
import io.chimera.refinement.state.event.Finding.Direction;
import io.chimera.refinement.state.event.Finding.EvidencePoint;
import io.chimera.refinement.state.event.SeriesKey;
import io.chimera.refinement.state.event.Severity;
import io.chimera.refinement.state.event.Statistic;
import io.chimera.refinement.state.wire.Wire;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.List;
import java.util.Locale;

/**
 * One stretch of abnormal windows: since when, how bad at its worst, and how long it has been quiet
 * since.
 */
final class Incident {
  private final long startedAt;
  private final boolean warming;
  private final int learnedFrom;
  private long peakAt;
  private double peakValue;
  private double peakDeviation;
  private double lower;
  private double upper;
  private long lastAbnormalEnd;
  private int normalRun;

  /**
   * @param startedAt start of the first abnormal window, epoch milliseconds
   * @param warming whether the baseline was still short then
   * @param learnedFrom how many windows the baseline knew
   */
  Incident(long startedAt, boolean warming, int learnedFrom) {
    this.startedAt = startedAt;
    this.warming = warming;
    this.learnedFrom = learnedFrom;
  }

  void abnormal(
      long endMillis, double value, double deviation, double expectedLower, double expectedUpper) {
    normalRun = 0;
    lastAbnormalEnd = endMillis;
    if (Math.abs(deviation) > Math.abs(peakDeviation)) {
      peakAt = endMillis;
      peakValue = value;
      peakDeviation = deviation;
      lower = expectedLower;
      upper = expectedUpper;
    }
  }

  void normal() {
    normalRun++;
  }

  /** Normal windows since the last abnormal one. */
  int normalRun() {
    return normalRun;
  }

  Finding finding(
      SeriesKey key,
      String series,
      Statistic statistic,
      long endMillis,
      boolean closed,
      double limit,
      List<EvidencePoint> evidence) {
    double size = Math.abs(peakDeviation);
    double score = Scores.of(size, limit);
    String unit = statistic == Statistic.COUNT ? "" : MetricUnit.of(key.metric());
    return new Finding(
        Finding.id(Finding.Kind.ANOMALY, series, AnomalyWatch.DETECTOR, startedAt),
        Finding.Kind.ANOMALY,
        key.system(),
        key.component(),
        key.agentIdOrNull(),
        key.metric(),
        key.labelMap(),
        series,
        AnomalyWatch.DETECTOR,
        startedAt,
        peakAt,
        endMillis,
        closed ? lastAbnormalEnd : null,
        closed ? Finding.State.CLOSED : Finding.State.OPEN,
        score,
        size > 2 * limit ? Severity.CRITICAL : Severity.WARNING,
        peakDeviation > 0 ? Direction.UP : Direction.DOWN,
        peakValue,
        unit,
        lower,
        upper,
        evidence,
        List.of(),
        warming,
        sentence(statistic.name().toLowerCase(Locale.ROOT) + " of " + key.metric(), closed, score));
  }

  private String sentence(String subject, boolean closed, double score) {
    String expected = Figures.text(lower) + " to " + Figures.text(upper);
    String rated = " (score " + Figures.text(Math.rint(score * 100) / 100) + ").";
    if (closed) {
      double seconds = (lastAbnormalEnd - startedAt) / 1_000.0;
      return subject
          + " is normal again after "
          + Figures.text(seconds)
          + " s; at its worst it was "
          + Figures.text(peakValue)
          + ", outside "
          + expected
          + rated;
    }
    String moved = peakDeviation > 0 ? " rose to " : " fell to ";
    return subject
        + moved
        + Figures.text(peakValue)
        + ", outside "
        + expected
        + " learned from the last "
        + learnedFrom
        + " windows"
        + rated;
  }

  void write(DataOutput out) throws IOException {
    out.writeLong(startedAt);
    out.writeBoolean(warming);
    Wire.writeVarInt(out, learnedFrom);
    out.writeLong(peakAt);
    out.writeDouble(peakValue);
    out.writeDouble(peakDeviation);
    out.writeDouble(lower);
    out.writeDouble(upper);
    out.writeLong(lastAbnormalEnd);
    Wire.writeVarInt(out, normalRun);
  }

  static Incident read(DataInput in) throws IOException {
    Incident incident = new Incident(in.readLong(), in.readBoolean(), Wire.readVarInt(in));
    incident.peakAt = in.readLong();
    incident.peakValue = in.readDouble();
    incident.peakDeviation = in.readDouble();
    incident.lower = in.readDouble();
    incident.upper = in.readDouble();
    incident.lastAbnormalEnd = in.readLong();
    incident.normalRun = Wire.readVarInt(in);
    return incident;
  }
}
