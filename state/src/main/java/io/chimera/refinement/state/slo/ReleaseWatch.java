package io.chimera.refinement.state.slo;

import io.chimera.refinement.state.window.Pane;
import io.chimera.refinement.state.wire.Codec;
import io.chimera.refinement.state.wire.Wire;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Compares the newest release of a series with the one before it, pane by pane.
 *
 * <p>The verdict may be looked at after every pane: the interval is a {@link ConfidenceSequence},
 * so that stopping early costs nothing. Without spread, or with hardly any values that differ from
 * zero, nothing is said. State: moments of two releases. Mutable.
 */
public final class ReleaseWatch {
  public static final Codec<ReleaseWatch> CODEC = new ReleaseWatchCodec();

  /** So many values other than zero are needed in both releases together. */
  private static final long LEAST_NON_ZERO = 10;

  private final LinkedHashMap<String, Moments> releases = new LinkedHashMap<>();
  private String lastVerdict = "";

  /** What is known of one release; the first value is kept as shift against cancellation. */
  private static final class Moments {
    private long n;
    private double sum;
    private double squares;
    private long nonZero;
    private long firstSeen;

    double mean() {
      return sum / n;
    }

    double variance() {
      return Math.max(0, squares / n - mean() * mean());
    }
  }

  /** What can be said of a release. */
  public enum Verdict {
    PASS,
    FAIL,
    ROLLBACK,
    UNDECIDED
  }

  /**
   * A comparison.
   *
   * @param baseline the release before
   * @param candidate the newest release
   * @param effect relative change of the mean for the worse
   * @param lower lower end of its interval
   * @param upper upper end
   * @param changed whether the verdict differs from the one before
   */
  public record Comparison(
      String baseline,
      String candidate,
      Verdict verdict,
      double effect,
      double lower,
      double upper,
      long baselineCount,
      long candidateCount,
      boolean changed) {}

  /** Learns the values of a release in a pane. */
  public void add(String release, long startMillis, Pane pane) {
    Moments moments =
        releases.computeIfAbsent(
            release,
            fresh -> {
              Moments first = new Moments();
              first.firstSeen = startMillis;
              return first;
            });
    moments.n += pane.count();
    moments.sum += pane.sum();
    double deviation = pane.stddev();
    moments.squares += pane.count() * (deviation * deviation + pane.mean() * pane.mean());
    moments.nonZero += pane.countWhere(value -> value != 0);
    while (releases.size() > 2) {
      releases.remove(releases.keySet().iterator().next());
    }
  }

  /** What can be said now; empty with fewer than two releases. */
  public Optional<Comparison> judge(RegressionBudget budget) {
    if (releases.size() < 2) {
      return Optional.empty();
    }
    var entries = releases.entrySet().iterator();
    Map.Entry<String, Moments> baseline = entries.next();
    Map.Entry<String, Moments> candidate = entries.next();
    Moments before = baseline.getValue();
    Moments after = candidate.getValue();
    double scale = Math.abs(before.mean());
    double sign = budget.lessIsBetter() ? 1 : -1;
    double difference = sign * (after.mean() - before.mean());
    double radius = radius(before, budget.alpha() / 2) + radius(after, budget.alpha() / 2);
    double lower = difference - radius;
    double upper = difference + radius;
    Verdict verdict =
        enough(before, after, budget) ? verdict(lower, upper, scale, budget) : Verdict.UNDECIDED;
    String said = candidate.getKey() + ' ' + verdict;
    boolean changed = !said.equals(lastVerdict);
    lastVerdict = said;
    double unit = scale > 0 ? scale : 1;
    return Optional.of(
        new Comparison(
            baseline.getKey(),
            candidate.getKey(),
            verdict,
            difference / unit,
            lower / unit,
            upper / unit,
            before.n,
            after.n,
            changed));
  }

  private static boolean enough(Moments before, Moments after, RegressionBudget budget) {
    return before.n >= budget.leastSamples()
        && after.n >= budget.leastSamples()
        && before.nonZero + after.nonZero >= LEAST_NON_ZERO;
  }

  private static Verdict verdict(
      double lower, double upper, double scale, RegressionBudget budget) {
    double allowed = budget.budget() * scale;
    if (budget.rollback() > 0 && lower >= budget.rollback() * scale) {
      return Verdict.ROLLBACK;
    }
    if (lower > allowed) {
      return Verdict.FAIL;
    }
    // With no increase allowed at all, an interval that holds zero cannot be told from none.
    return upper <= allowed || (allowed == 0 && upper <= 0) ? Verdict.PASS : Verdict.UNDECIDED;
  }

  private static double radius(Moments moments, double alpha) {
    return ConfidenceSequence.radius(moments.n, moments.variance(), alpha);
  }

  private static final class ReleaseWatchCodec implements Codec<ReleaseWatch> {
    private static final long serialVersionUID = 1;

    @Override
    public String name() {
      return "release-watch";
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
    public void write(ReleaseWatch watch, DataOutput out) throws IOException {
      Wire.writeString(out, watch.lastVerdict);
      Wire.writeVarInt(out, watch.releases.size());
      for (Map.Entry<String, Moments> release : watch.releases.entrySet()) {
        Wire.writeString(out, release.getKey());
        Moments moments = release.getValue();
        Wire.writeVarLong(out, moments.n);
        out.writeDouble(moments.sum);
        out.writeDouble(moments.squares);
        Wire.writeVarLong(out, moments.nonZero);
        out.writeLong(moments.firstSeen);
      }
    }

    @Override
    public ReleaseWatch read(DataInput in, int version) throws IOException {
      ReleaseWatch watch = new ReleaseWatch();
      watch.lastVerdict = Wire.readString(in);
      int size = Wire.readVarInt(in);
      for (int i = 0; i < size; i++) {
        String release = Wire.readString(in);
        Moments moments = new Moments();
        moments.n = Wire.readVarLong(in);
        moments.sum = in.readDouble();
        moments.squares = in.readDouble();
        moments.nonZero = Wire.readVarLong(in);
        moments.firstSeen = in.readLong();
        watch.releases.put(release, moments);
      }
      return watch;
    }
  }
}
