package io.chimera.refinement.state.detect;

import io.chimera.refinement.state.event.Figures;
import io.chimera.refinement.state.event.Finding;
import io.chimera.refinement.state.event.SeriesKey;
import io.chimera.refinement.state.event.Severity;
import io.chimera.refinement.state.wire.Codec;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The trend of one series and the findings about it: one that opens with a trend and closes with
 * it, and one for each lasting change.
 *
 * <p>A rise of memory is a leak (LAL-LG-03): the finding names it so, and is critical when what is
 * left lasts less than a day. Percentages are forecast to 90 %.
 */
public final class SeriesTrend {
  public static final Codec<SeriesTrend> CODEC = new SeriesTrendCodec();

  /** Names of the methods in findings. */
  public static final String TREND = "gls-trend";

  public static final String LEAK = "leak";
  public static final String CHANGE = "split-of-means";

  private static final double PERCENT_LIMIT = 90;

  /** Half the width of a 95 % interval, in standard deviations. */
  private static final double WIDTH = 1.96;

  private TrendWatch watch = new TrendWatch();
  private TrendWatch.Direction open = TrendWatch.Direction.FLAT;
  private long openedFrom;
  private long lastChange = Long.MIN_VALUE;

  /** Two-sided probability above which a trend that was told of is over: it does not flicker. */
  private static final double OVER = 0.1;

  /** The same at the usual significance. */
  public List<Finding> observe(
      SeriesKey key, String series, long endMillis, double value, long dayMillis) {
    return observe(key, series, endMillis, value, dayMillis, TrendTest.SIGNIFICANCE);
  }

  /**
   * Learns the mean of a closed summary; gives the findings that follow from it.
   *
   * @param significance two-sided probability below which a trend is told, at most {@value
   *     TrendTest#SIGNIFICANCE}
   */
  public List<Finding> observe(
      SeriesKey key,
      String series,
      long endMillis,
      double value,
      long dayMillis,
      double significance) {
    if (!Double.isFinite(value)) {
      return List.of();
    }
    if (!watch.observe(endMillis, value, dayMillis)) {
      return opensBetweenBlocks(key, series, endMillis, dayMillis, significance);
    }
    List<Finding> findings = new ArrayList<>(2);
    TrendWatch.Direction now = stands() ? open : told(significance);
    if (now != open) {
      if (open != TrendWatch.Direction.FLAT) {
        findings.add(trend(key, series, endMillis, true));
      }
      open = now;
      openedFrom = watch.timeOf(0);
      if (open != TrendWatch.Direction.FLAT) {
        findings.add(trend(key, series, endMillis, false));
      }
    }
    change(key, series, endMillis, findings);
    return findings;
  }

  /**
   * A trend is found as soon as a summary tells it, however long the block it belongs to; whether
   * it is over is asked at the end of a block only, so that it does not flicker.
   */
  private List<Finding> opensBetweenBlocks(
      SeriesKey key, String series, long endMillis, long dayMillis, double significance) {
    if (open != TrendWatch.Direction.FLAT) {
      return List.of();
    }
    watch.judgeOpen(dayMillis);
    if (told(significance) == TrendWatch.Direction.FLAT) {
      return List.of();
    }
    open = watch.direction();
    openedFrom = watch.timeOf(0);
    return List.of(trend(key, series, endMillis, false));
  }

  private TrendWatch.Direction told(double significance) {
    return watch.probability() < significance ? watch.direction() : TrendWatch.Direction.FLAT;
  }

  /** Whether what was told may still be so. */
  private boolean stands() {
    return open != TrendWatch.Direction.FLAT
        && watch.probability() < OVER
        && (watch.slopePerSecond() > 0) == (open == TrendWatch.Direction.UP);
  }

  private void change(SeriesKey key, String series, long endMillis, List<Finding> findings) {
    ChangePointTest.Result change = watch.changePoint();
    if (change.what() == ChangePointTest.What.NOTHING) {
      return;
    }
    long at = watch.timeOf(change.at());
    long tolerance = Math.max(1, watch.spanMillis() / 10);
    if (lastChange != Long.MIN_VALUE && Math.abs(at - lastChange) <= tolerance) {
      return;
    }
    lastChange = at;
    findings.add(changePoint(key, series, endMillis, at, change));
  }

  private Finding trend(SeriesKey key, String series, long endMillis, boolean closed) {
    boolean up = open == TrendWatch.Direction.UP;
    boolean leak = up && isMemory(key.metric());
    String detector = leak ? LEAK : TREND;
    double level = watch.level();
    double perHour = watch.slopePerSecond() * 3_600;
    double sway = WIDTH * watch.noise();
    Forecast forecast = new Forecast(watch, MetricUnit.of(key.metric()).equals("%"));
    return new Finding(
        Finding.id(Finding.Kind.TREND, series, detector, openedFrom),
        Finding.Kind.TREND,
        key.system(),
        key.component(),
        key.agentIdOrNull(),
        key.metric(),
        key.labelMap(),
        series,
        detector,
        openedFrom,
        endMillis,
        endMillis,
        closed ? endMillis : null,
        closed ? Finding.State.CLOSED : Finding.State.OPEN,
        Math.max(0, Math.min(1, 1 - watch.probability())),
        leak && forecast.isSoon() ? Severity.CRITICAL : Severity.WARNING,
        up ? Finding.Direction.UP : Finding.Direction.DOWN,
        level,
        MetricUnit.of(key.metric()),
        level - sway,
        level + sway,
        watch.evidence(),
        List.of(),
        false,
        sentence(key.metric(), perHour, leak, closed, forecast));
  }

  private String sentence(
      String metric, double perHour, boolean leak, boolean closed, Forecast forecast) {
    String unit = MetricUnit.of(metric);
    String in = unit.isEmpty() ? "" : " " + unit;
    String span = Forecast.duration(watch.spanMillis() / 1_000.0);
    if (closed) {
      return metric + " no longer " + (open == TrendWatch.Direction.UP ? "rises." : "falls.");
    }
    String course =
        metric
            + (open == TrendWatch.Direction.UP ? " rises by " : " falls by ")
            + Figures.text(Math.abs(perHour))
            + in
            + " per hour over the last "
            + span
            + (leak ? ", like a leak" : "");
    return course + forecast.text() + ".";
  }

  private static boolean isMemory(String metric) {
    String name = metric.toLowerCase(Locale.ROOT);
    return name.contains("memory") || name.contains("heap") || name.contains("rss");
  }

  private Finding changePoint(
      SeriesKey key, String series, long endMillis, long at, ChangePointTest.Result change) {
    boolean level = change.what() == ChangePointTest.What.LEVEL;
    double low = Math.min(change.before(), change.after());
    return new Finding(
        Finding.id(Finding.Kind.CHANGE_POINT, series, CHANGE, at),
        Finding.Kind.CHANGE_POINT,
        key.system(),
        key.component(),
        key.agentIdOrNull(),
        key.metric(),
        key.labelMap(),
        series,
        CHANGE,
        at,
        at,
        endMillis,
        at,
        Finding.State.CLOSED,
        1 - ChangePointTest.LIMIT / (ChangePointTest.LIMIT + change.deviations()),
        Severity.INFO,
        change.after() > change.before() ? Finding.Direction.UP : Finding.Direction.DOWN,
        change.after() - low,
        MetricUnit.of(key.metric()),
        0,
        change.before() - low,
        watch.evidence(),
        List.of(),
        false,
        (level ? "The level of " : "The spread of ")
            + key.metric()
            + (change.after() > change.before() ? " rose by " : " fell by ")
            + Figures.text(Math.abs(change.after() - change.before()))
            + " for good ("
            + Figures.text(change.deviations())
            + " deviations).");
  }

  private static final class SeriesTrendCodec implements Codec<SeriesTrend> {
    private static final long serialVersionUID = 1;

    @Override
    public String name() {
      return "series-trend";
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
    public void write(SeriesTrend trend, DataOutput out) throws IOException {
      TrendWatch.CODEC.write(trend.watch, out);
      out.writeByte(trend.open.ordinal());
      out.writeLong(trend.openedFrom);
      out.writeLong(trend.lastChange);
    }

    @Override
    public SeriesTrend read(DataInput in, int version) throws IOException {
      SeriesTrend trend = new SeriesTrend();
      trend.watch = TrendWatch.CODEC.read(in, TrendWatch.CODEC.version());
      trend.open = TrendWatch.Direction.values()[in.readByte()];
      trend.openedFrom = in.readLong();
      trend.lastChange = in.readLong();
      return trend;
    }
  }

  /** When a limit is reached if the trend goes on. */
  private static final class Forecast {
    private static final double DAY_SECONDS = 86_400;
    private final double seconds;
    private final double earliest;
    private final double latest;

    Forecast(TrendWatch watch, boolean percent) {
      double left = PERCENT_LIMIT - watch.level();
      double slope = watch.slopePerSecond();
      double sway = WIDTH * watch.slopeDeviationPerSecond();
      boolean reached = percent && left > 0 && slope > 0;
      seconds = reached ? left / slope : Double.POSITIVE_INFINITY;
      earliest = reached ? left / (slope + sway) : Double.POSITIVE_INFINITY;
      latest = reached && slope > sway ? left / (slope - sway) : Double.POSITIVE_INFINITY;
    }

    boolean isSoon() {
      return seconds < DAY_SECONDS;
    }

    String text() {
      if (seconds > 30 * DAY_SECONDS) {
        return "";
      }
      String until = latest > 30 * DAY_SECONDS ? "more than 30 d" : duration(latest);
      return "; it reaches 90 % in "
          + duration(seconds)
          + ", "
          + duration(earliest)
          + " to "
          + until;
    }

    /** Such as {@code 3 h 10 min}. */
    static String duration(double seconds) {
      long minutes = Math.round(seconds / 60);
      if (minutes < 60) {
        return minutes + " min";
      }
      if (minutes < 48 * 60) {
        long rest = minutes % 60;
        return minutes / 60 + " h" + (rest == 0 ? "" : " " + rest + " min");
      }
      return Math.round(minutes / 1_440.0) + " d";
    }
  }
}
