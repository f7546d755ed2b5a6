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
  /**
   * Score from which an incident is critical: a rarity of one in 100,000, of values every five
   * minutes.
   */
  static final double CRITICAL = 0.56;

  private final long startedAt;
  private final boolean warming;
  private final int learnedFrom;
  private View view = View.SEASON;
  private long peakAt;
  private double peakValue;
  private double peakScore = -1;
  private double peakDistance;
  private double lower;
  private double upper;
  private boolean peaked;
  private long lastAbnormalEnd;
  private int normalRun;

  /**
   * @param startedAt start of the first abnormal window, epoch milliseconds
   * @param warming whether little was known then
   * @param learnedFrom how many windows were known
   */
  Incident(long startedAt, boolean warming, int learnedFrom) {
    this.startedAt = startedAt;
    this.warming = warming;
    this.learnedFrom = learnedFrom;
  }

  void abnormal(long endMillis, double value, double score, double distance, View seenBy) {
    normalRun = 0;
    lastAbnormalEnd = endMillis;
    peaked = score > peakScore;
    if (peaked) {
      peakAt = endMillis;
      peakValue = value;
      peakScore = score;
      peakDistance = distance;
      view = warming ? View.SEASON : seenBy;
    }
  }

  /** What would have been usual for the value just reported. */
  void band(double expectedLower, double expectedUpper) {
    if (peaked) {
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

  /** What is to be remembered of it. */
  PastIncident past() {
    return new PastIncident(
        startedAt,
        lastAbnormalEnd,
        peakDistance,
        (upper - lower) / 2,
        peakScore,
        view.isDistance());
  }

  Finding finding(
      SeriesKey key,
      String series,
      Statistic statistic,
      long endMillis,
      boolean closed,
      List<EvidencePoint> evidence) {
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
        peakScore,
        peakScore > CRITICAL ? Severity.CRITICAL : Severity.WARNING,
        peakDistance > 0 ? Direction.UP : Direction.DOWN,
        peakValue,
        unit,
        lower,
        upper,
        evidence,
        List.of(),
        warming,
        sentence(statistic.name().toLowerCase(Locale.ROOT) + " of " + key.metric(), unit, closed));
  }

  private String sentence(String subject, String unit, boolean closed) {
    String in = unit.isEmpty() ? "" : " " + unit;
    String value = Figures.text(peakValue) + in;
    String expected = Figures.text(lower) + " to " + Figures.text(upper) + in;
    String rated = " (score " + Figures.text(Math.rint(peakScore * 100) / 100) + ").";
    if (closed) {
      double seconds = (lastAbnormalEnd - startedAt) / 1_000.0;
      return subject
          + " is normal again after "
          + Figures.text(seconds)
          + " s; at its worst it was "
          + value
          + ", expected "
          + expected
          + rated;
    }
    return subject
        + moved(value)
        + ", expected "
        + expected
        + " from the last "
        + learnedFrom
        + " windows"
        + rated;
  }

  private String moved(String value) {
    boolean up = peakDistance > 0;
    return switch (view) {
      case SEASON, LEVEL -> (up ? " rose to " : " fell to ") + value;
      case CHANGE -> (up ? " jumped up to " : " dropped to ") + value;
      case MEAN, DRIFT -> " stays " + (up ? "high" : "low") + ", last at " + value;
      case VARIATION -> " varies as it did not before, last at " + value;
      case BURST -> " has been unusual for a while, last at " + value;
      case PATTERN -> " takes a course not seen before, last at " + value;
    };
  }

  void write(DataOutput out) throws IOException {
    out.writeLong(startedAt);
    out.writeBoolean(warming);
    Wire.writeVarInt(out, learnedFrom);
    out.writeByte(view.ordinal());
    out.writeLong(peakAt);
    out.writeDouble(peakValue);
    out.writeDouble(peakScore);
    out.writeDouble(peakDistance);
    out.writeDouble(lower);
    out.writeDouble(upper);
    out.writeLong(lastAbnormalEnd);
    Wire.writeVarInt(out, normalRun);
  }

  static Incident read(DataInput in) throws IOException {
    Incident incident = new Incident(in.readLong(), in.readBoolean(), Wire.readVarInt(in));
    incident.view = View.values()[in.readByte()];
    incident.peakAt = in.readLong();
    incident.peakValue = in.readDouble();
    incident.peakScore = in.readDouble();
    incident.peakDistance = in.readDouble();
    incident.lower = in.readDouble();
    incident.upper = in.readDouble();
    incident.lastAbnormalEnd = in.readLong();
    incident.normalRun = Wire.readVarInt(in);
    return incident;
  }

  /** Reads past an incident of the first version of {@link AnomalyWatch}. */
  static void skipVersion1(DataInput in) throws IOException {
    in.readLong();
    in.readBoolean();
    Wire.readVarInt(in);
    in.readLong();
    for (int i = 0; i < 4; i++) {
      in.readDouble();
    }
    in.readLong();
    Wire.readVarInt(in);
  }
}
