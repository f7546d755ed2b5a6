package io.chimera.refinement.state.slo;

import io.chimera.refinement.state.slo.ReleaseWatch.Verdict;
import io.chimera.refinement.state.window.Pane;
import io.chimera.refinement.state.wire.Codec;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Compares the mean of a series over the last five minutes with what is usual for it, pane by pane
 * (budgets {@code against: usual}).
 *
 * <p>It has failed when the whole confidence interval of the mean is beyond the budget, and passes
 * again when the whole interval is within it; in between the verdict stays. What has failed is not
 * learned, for a day at most: then it is the new usual. Values that follow one another closely are
 * fewer than they seem, so that the interval is then too narrow. Time: panes come in the order of
 * their ends. State: the baseline and five minutes of panes. Mutable.
 */
public final class UsualWatch {
  public static final Codec<UsualWatch> CODEC = new UsualWatchCodec();

  /** What is now. */
  static final long WINDOW_MILLIS = 300_000;

  private static final long DAY_MILLIS = 86_400_000;
  private static final long LONGEST_FREEZE_MILLIS = DAY_MILLIS;

  /** So many comparisons a day share the probability of a wrong one (Bonferroni). */
  private static final double WINDOWS_A_DAY = (double) DAY_MILLIS / WINDOW_MILLIS;

  private static final double PERCENT = 100;

  private BaselineRing learned = new BaselineRing();
  private PaneLadder recent = new PaneLadder();
  private boolean failed;
  private long failedSince;

  /**
   * A change of the verdict.
   *
   * @param verdict {@link Verdict#FAIL}, or {@link Verdict#PASS} after it
   * @param usual what is usual, in the unit of the series
   * @param effect relative change of the mean for the worse
   * @param lower lower end of its interval
   * @param upper upper end
   * @param count values of the five minutes
   */
  public record Change(
      Verdict verdict, double usual, double effect, double lower, double upper, long count) {}

  /** Judges a pane, then learns it; empty while the verdict stays as it was, at first a pass. */
  public Optional<Change> observe(
      RegressionBudget budget, long startMillis, long endMillis, Pane pane) {
    RolePanes values = new RolePanes();
    values.add(PaneRole.VALUE, pane);
    recent.add(startMillis, values, WINDOW_MILLIS);
    recent.dropOld(endMillis, WINDOW_MILLIS);
    Pane now = recent.window(WINDOW_MILLIS, endMillis).pane(PaneRole.VALUE);
    Optional<Change> change =
        now.count() < budget.leastSamples() ? Optional.empty() : judge(budget, endMillis, now);
    if (!failed || endMillis - failedSince >= LONGEST_FREEZE_MILLIS) {
      learned.add(startMillis, pane.mean());
    }
    return change;
  }

  private Optional<Change> judge(RegressionBudget budget, long endMillis, Pane now) {
    OptionalDouble usual = budget.relative() ? OptionalDouble.of(0) : learned.usual();
    double scale = budget.relative() ? PERCENT : Math.abs(usual.orElse(0));
    if (scale == 0) {
      return Optional.empty(); // not known yet, or nothing that a change could be relative to
    }
    double difference = (budget.lessIsBetter() ? 1 : -1) * (now.mean() - usual.getAsDouble());
    double deviation = now.stddev();
    double radius =
        ConfidenceSequence.radius(
            now.count(), deviation * deviation, budget.alpha() / WINDOWS_A_DAY);
    double lower = (difference - radius) / scale;
    double upper = (difference + radius) / scale;
    boolean turns = failed ? upper <= budget.budget() : lower > budget.budget();
    if (!turns) {
      return Optional.empty();
    }
    failed = !failed;
    failedSince = endMillis;
    return Optional.of(
        new Change(
            failed ? Verdict.FAIL : Verdict.PASS,
            usual.getAsDouble(),
            difference / scale,
            lower,
            upper,
            now.count()));
  }

  private static final class UsualWatchCodec implements Codec<UsualWatch> {
    private static final long serialVersionUID = 1;

    @Override
    public String name() {
      return "usual-watch";
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
    public void write(UsualWatch watch, DataOutput out) throws IOException {
      out.writeByte(BaselineRing.CODEC.version());
      BaselineRing.CODEC.write(watch.learned, out);
      out.writeByte(PaneLadder.CODEC.version());
      PaneLadder.CODEC.write(watch.recent, out);
      out.writeBoolean(watch.failed);
      out.writeLong(watch.failedSince);
    }

    @Override
    public UsualWatch read(DataInput in, int version) throws IOException {
      UsualWatch watch = new UsualWatch();
      watch.learned = BaselineRing.CODEC.read(in, in.readByte());
      watch.recent = PaneLadder.CODEC.read(in, in.readByte());
      watch.failed = in.readBoolean();
      watch.failedSince = in.readLong();
      return watch;
    }
  }
}
