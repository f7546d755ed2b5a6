package io.chimera.refinement.state.slo;

import io.chimera.refinement.state.slo.ObjectiveStatus.State;
import io.chimera.refinement.state.window.Pane;
import io.chimera.refinement.state.wire.Codec;
import io.chimera.refinement.state.wire.Wire;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.List;
import java.util.OptionalDouble;

/**
 * Where one objective stands for one subject: its error budget, and what was last said of it.
 *
 * <p>Values are counted pane by pane, slices at the end of each minute. Time: panes come in the
 * order of their ends. Mutable.
 */
public final class ObjectiveWatch {
  public static final Codec<ObjectiveWatch> CODEC = new ObjectiveWatchCodec();

  private static final long MINUTE = 60_000;
  private static final long HOUR = 60 * MINUTE;
  private static final long[] BURN_WINDOWS = {HOUR, 6 * HOUR, 24 * HOUR, 72 * HOUR};
  private static final State[] STATES = State.values();

  /** Parts of a slice's success ratio that are told apart. */
  private static final long RATIO_PARTS = 1_000_000;

  private BudgetHistory counted = new BudgetHistory();

  /** Without leaving anything out; null as long as nothing was left out. */
  private BudgetHistory raw;

  private ExcludedTime excluded = new ExcludedTime();
  private int lastState = -1;
  private double lastValue;
  private long lastSamples;

  /** The error budget's history. */
  public BudgetHistory history() {
    return counted;
  }

  /** What was last said, or null. */
  public State lastState() {
    return lastState < 0 ? null : STATES[lastState];
  }

  /**
   * Takes the end of a pane in.
   *
   * @param fresh what came in the pane; null when nothing did
   * @param ladder the recent past, the pane included
   * @param underConditions whether a capacity test is going on
   * @param exclusions times that may be left out
   */
  public ObjectiveStatus observe(
      Objective objective,
      String subject,
      long startMillis,
      long endMillis,
      RolePanes fresh,
      PaneLadder ladder,
      boolean underConditions,
      List<ExclusionWindow> exclusions) {
    count(objective, startMillis, endMillis, fresh, ladder, exclusions);
    // A window shorter than a pane is the pane.
    long span = Math.max(objective.window().millis(), endMillis - startMillis);
    RolePanes window =
        objective.window().judged() == EvaluationWindow.Judged.SLIDING
            ? ladder.window(span, endMillis)
            : fresh;
    OptionalDouble value =
        window == null
            ? OptionalDouble.empty()
            : window.value(objective.statistic(), objective.indicator(), span);
    State state = state(objective, window, value, underConditions);
    boolean changed = state.ordinal() != lastState;
    lastState = state.ordinal();
    if (value.isPresent()) {
      lastValue = value.getAsDouble();
      lastSamples = window.samples();
    } else if (state == State.NO_DATA) {
      lastValue = 0;
      lastSamples = 0;
    }
    return status(objective, subject, endMillis, state, changed);
  }

  private State state(
      Objective objective, RolePanes window, OptionalDouble value, boolean underConditions) {
    if (value.isEmpty() || !Double.isFinite(value.getAsDouble())) {
      boolean keeps =
          objective.window().judged() != EvaluationWindow.Judged.SLIDING && lastState >= 0;
      return keeps ? STATES[lastState] : State.NO_DATA;
    }
    if (objective.op() == Objective.Op.REPORT) {
      return State.REPORTED;
    }
    if (objective.metBy(value.getAsDouble())) {
      return State.MET;
    }
    if (objective.isCapacityTest() && !underConditions) {
      return State.NO_DEMAND;
    }
    return objective.isDemandFloor() && !demanded(objective, window, value.getAsDouble())
        ? State.NO_DEMAND
        : State.BREACHED;
  }

  /**
   * A floor holds only while at least as much is asked for; unless offers are reported, that is
   * whenever anything is served.
   */
  private static boolean demanded(Objective objective, RolePanes window, double value) {
    OptionalDouble offered = window.offered();
    return offered.isPresent() ? offered.getAsDouble() >= objective.value() : value > 0;
  }

  private void count(
      Objective objective,
      long startMillis,
      long endMillis,
      RolePanes fresh,
      PaneLadder ladder,
      List<ExclusionWindow> exclusions) {
    switch (objective.budget().method()) {
      case NONE -> {}
      case OCCURRENCES -> {
        if (fresh != null) {
          add(objective, startMillis, endMillis, occurrences(objective, fresh), exclusions);
        }
      }
      case TIMESLICES, RATIO_TIMESLICES -> {
        if (Math.floorMod(endMillis, MINUTE) == 0) {
          add(
              objective,
              endMillis - MINUTE,
              endMillis,
              slice(objective, ladder.window(MINUTE, endMillis)),
              exclusions);
        }
      }
    }
  }

  private static Counts occurrences(Objective objective, RolePanes panes) {
    if (panes.isRatio()) {
      return share(objective, panes);
    }
    Pane pane = panes.pane(PaneRole.VALUE);
    return pane == null ? Counts.ZERO : new Counts(pane.countWhere(objective::metBy), pane.count());
  }

  private static Counts share(Objective objective, RolePanes panes) {
    long total = Math.round(panes.pane(PaneRole.TOTAL).sum());
    Pane part = panes.pane(PaneRole.PART);
    long parts = Math.min(total, part == null ? 0 : Math.round(part.sum()));
    boolean partIsBad = objective.indicator().partIsBad() || objective.isCeiling();
    return new Counts(partIsBad ? total - parts : parts, total);
  }

  private static Counts slice(Objective objective, RolePanes minute) {
    OptionalDouble value = minute.value(objective.statistic(), objective.indicator(), MINUTE);
    if (value.isEmpty() || !Double.isFinite(value.getAsDouble())) {
      return Counts.ZERO;
    }
    double measured = value.getAsDouble();
    if (objective.budget().method() == Budget.Method.RATIO_TIMESLICES) {
      double good = objective.isCeiling() ? 100 - measured : measured;
      return new Counts(
          Math.round(Math.max(0, Math.min(100, good)) * (RATIO_PARTS / 100.0)), RATIO_PARTS);
    }
    if (objective.metBy(measured)) {
      return new Counts(1, 1);
    }
    boolean excused =
        objective.isCapacityTest()
            || (objective.isDemandFloor() && !demanded(objective, minute, measured));
    return excused ? Counts.ZERO : new Counts(0, 1);
  }

  private void add(
      Objective objective,
      long startMillis,
      long endMillis,
      Counts counts,
      List<ExclusionWindow> exclusions) {
    if (counts.total() == 0) {
      return;
    }
    boolean left = excluded.leavesOut(objective, startMillis, endMillis, exclusions);
    if (left && raw == null) {
      raw = copy(counted);
    }
    if (raw != null) {
      raw.add(startMillis, counts);
    }
    if (!left) {
      counted.add(startMillis, counts);
    }
  }

  private ObjectiveStatus status(
      Objective objective, String subject, long endMillis, State state, boolean changed) {
    Budget budget = objective.budget();
    boolean budgeted = budget.method() != Budget.Method.NONE;
    Counts period = budgeted ? counted.period(budget, endMillis) : Counts.ZERO;
    Counts all = raw == null ? period : raw.period(budget, endMillis);
    double[] burn = new double[BURN_WINDOWS.length];
    for (int i = 0; i < burn.length && budgeted; i++) {
      burn[i] = budget.burnRate(counted.last(BURN_WINDOWS[i], endMillis).badShare());
    }
    return new ObjectiveStatus(
        objective.name(),
        objective.pack(),
        subject,
        endMillis,
        state,
        lastValue,
        objective.value(),
        objective.indicator().unit(),
        lastSamples,
        period.goodShare(),
        all.goodShare(),
        budgeted ? budget.left(period.badShare()) : 1,
        burn,
        changed);
  }

  private static BudgetHistory copy(BudgetHistory history) {
    try {
      java.io.ByteArrayOutputStream bytes = new java.io.ByteArrayOutputStream();
      BudgetHistory.CODEC.write(history, new java.io.DataOutputStream(bytes));
      return BudgetHistory.CODEC.read(
          new java.io.DataInputStream(new java.io.ByteArrayInputStream(bytes.toByteArray())),
          BudgetHistory.CODEC.version());
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e); // an array takes everything
    }
  }

  private static final class ObjectiveWatchCodec implements Codec<ObjectiveWatch> {
    private static final long serialVersionUID = 1;

    @Override
    public String name() {
      return "objective-watch";
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
    public void write(ObjectiveWatch watch, DataOutput out) throws IOException {
      out.writeByte(BudgetHistory.CODEC.version());
      BudgetHistory.CODEC.write(watch.counted, out);
      out.writeBoolean(watch.raw != null);
      if (watch.raw != null) {
        BudgetHistory.CODEC.write(watch.raw, out);
      }
      watch.excluded.write(out);
      out.writeByte(watch.lastState);
      out.writeDouble(watch.lastValue);
      Wire.writeVarLong(out, watch.lastSamples);
    }

    @Override
    public ObjectiveWatch read(DataInput in, int version) throws IOException {
      int history = in.readByte();
      ObjectiveWatch watch = new ObjectiveWatch();
      watch.counted = BudgetHistory.CODEC.read(in, history);
      watch.raw = in.readBoolean() ? BudgetHistory.CODEC.read(in, history) : null;
      watch.excluded = ExcludedTime.read(in);
      watch.lastState = in.readByte();
      watch.lastValue = in.readDouble();
      watch.lastSamples = Wire.readVarLong(in);
      return watch;
    }
  }
}
