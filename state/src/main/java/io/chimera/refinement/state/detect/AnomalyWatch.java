package io.chimera.refinement.state.detect;

import io.chimera.refinement.state.event.Finding;
import io.chimera.refinement.state.event.SeriesKey;
import io.chimera.refinement.state.event.Statistic;
import io.chimera.refinement.state.wire.Codec;
import io.chimera.refinement.state.wire.Wire;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.io.Serializable;
import java.util.Optional;

/**
 * What is known of one statistic of one series, and whether an incident is open on it.
 *
 * <p>A value is scored against the last values before it is learned: deviation = (value - median) /
 * scale. The scale is the larger of 1.4826 times the median absolute deviation and the standard
 * deviation of the learned values, but at least 1 % of the running range and two configured floors.
 * An abnormal value is learned no further out than the limit, so that a spike hardly moves the
 * baseline while bursts that keep coming widen it; what stays abnormal for a quarter of the history
 * is learned as it is, so that a lasting level shift is the new normal within the history. One
 * incident gives two findings with one id: open, then closed.
 *
 * <p>Time: windows of one series come in the order of their ends. Cost: O(history), no allocation
 * while nothing is found.
 */
public final class AnomalyWatch {
  public static final Codec<AnomalyWatch> CODEC = new AnomalyWatchCodec();

  /** Name of the method in findings. */
  public static final String DETECTOR = "robust-baseline";

  private RobustBaseline baseline = new RobustBaseline();
  private RecentPoints recent = new RecentPoints();
  private Incident incident;
  private long known;
  private int abnormalRun;

  /**
   * How the watch judges.
   *
   * @param history how many values are remembered
   * @param warmUp how many values must be known before a value is judged
   * @param limit deviations from which on a value is abnormal
   * @param relativeFloor least scale as a share of the median
   * @param absoluteFloor least scale in the unit of the series; keeps a constant series from
   *     dividing by zero
   * @param closeAfter normal windows in a row that end an incident
   */
  public record Params(
      int history,
      int warmUp,
      double limit,
      double relativeFloor,
      double absoluteFloor,
      int closeAfter)
      implements Serializable {
    public Params {
      require(
          history >= 4 && history <= RobustBaseline.MAX_HISTORY, "history", "in 4..256", history);
      require(warmUp >= 1 && warmUp <= history, "warmUp", "in 1..history", warmUp);
      require(limit > 0 && limit < Double.POSITIVE_INFINITY, "limit", "finite and > 0", limit);
      require(
          relativeFloor >= 0 && relativeFloor < Double.POSITIVE_INFINITY,
          "relativeFloor",
          "finite and >= 0",
          relativeFloor);
      require(
          absoluteFloor > 0 && absoluteFloor < Double.POSITIVE_INFINITY,
          "absoluteFloor",
          "finite and > 0",
          absoluteFloor);
      require(closeAfter >= 1, "closeAfter", ">= 1", closeAfter);
    }

    /** Ten minutes of windows that slide by 10 s; six deviations. */
    public static Params defaults() {
      return new Params(60, 12, 6, 0.01, 1e-9, 3);
    }

    private static void require(boolean holds, String field, String rule, Object value) {
      if (!holds) {
        throw new IllegalArgumentException(field + " must be " + rule + ", was " + value);
      }
    }
  }

  /**
   * Judges, then learns, the value of one window; a value that is not finite is passed over.
   *
   * @param key the series
   * @param series canonical form of {@code key}
   * @param startMillis start of the window, inclusive
   * @param endMillis end of the window, exclusive
   * @return a finding when an incident opens or closes
   */
  public Optional<Finding> observe(
      SeriesKey key,
      String series,
      Statistic statistic,
      long startMillis,
      long endMillis,
      double value,
      Params params) {
    if (!Double.isFinite(value)) {
      return Optional.empty();
    }
    double median = baseline.median();
    double scale = baseline.scale(median, params.relativeFloor, params.absoluteFloor);
    double reach = params.limit * scale;
    double lower = Math.max(-Double.MAX_VALUE, median - reach);
    double upper = Math.min(Double.MAX_VALUE, median + reach);
    boolean warm = known >= params.warmUp;
    boolean warming = known < 2L * params.warmUp;
    int learnedFrom = baseline.size();
    double deviation = warm ? (value - median) / scale : 0;
    boolean abnormal = Math.abs(deviation) > params.limit;

    recent.add(endMillis, value);
    abnormalRun = abnormal ? abnormalRun + 1 : 0;
    boolean lasting = abnormalRun > params.history / 4;
    double learned = abnormal && !lasting ? within(lower, upper, value) : value;
    baseline.learn(
        learned, warm ? RobustBaseline.forRange(value, median, scale) : value, params.history);
    known++;

    if (incident == null && !abnormal) {
      return Optional.empty();
    }
    boolean opens = incident == null;
    if (opens) {
      incident = new Incident(startMillis, warming, learnedFrom);
    }
    if (abnormal) {
      incident.abnormal(endMillis, value, deviation, lower, upper);
    } else {
      incident.normal();
    }
    boolean closes = incident.normalRun() >= params.closeAfter;
    if (!opens && !closes) {
      return Optional.empty();
    }
    Finding finding =
        incident.finding(key, series, statistic, endMillis, closes, params.limit, recent.toList());
    if (closes) {
      incident = null;
    }
    return Optional.of(finding);
  }

  private static double within(double lower, double upper, double value) {
    return Math.max(lower, Math.min(upper, value));
  }

  private static final class AnomalyWatchCodec implements Codec<AnomalyWatch> {
    private static final long serialVersionUID = 1;

    @Override
    public String name() {
      return "anomaly-watch";
    }

    @Override
    public int version() {
      return 1;
    }

    @Override
    public boolean immutable() {
      return false;
    }

    @Override
    public void write(AnomalyWatch watch, DataOutput out) throws IOException {
      watch.baseline.write(out);
      watch.recent.write(out);
      Wire.writeVarLong(out, watch.known);
      Wire.writeVarInt(out, watch.abnormalRun);
      out.writeBoolean(watch.incident != null);
      if (watch.incident != null) {
        watch.incident.write(out);
      }
    }

    @Override
    public AnomalyWatch read(DataInput in, int version) throws IOException {
      AnomalyWatch watch = new AnomalyWatch();
      watch.baseline = RobustBaseline.read(in);
      watch.recent = RecentPoints.read(in);
      watch.known = Wire.readVarLong(in);
      watch.abnormalRun = Wire.readVarInt(in);
      watch.incident = in.readBoolean() ? Incident.read(in) : null;
      return watch;
    }
  }
}
