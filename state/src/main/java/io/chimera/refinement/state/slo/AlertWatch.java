package io.chimera.refinement.state.slo;

import io.chimera.refinement.state.event.Alert;
import io.chimera.refinement.state.wire.Codec;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Where one rule stands for one subject: normal, broken but within its hold, or firing.
 *
 * <p>The rule must be broken by every pane for its hold. The hold counts from the start of the
 * first broken pane when each of its values breaks the rule, else from its end: what went wrong
 * within a pane cannot be dated better. A normal pane starts the count anew, and resolves an alert
 * that fires. An alert fires once, is overdue and escalated at most once, and keeps its id. Time:
 * panes come in the order of their ends; a gap longer than {@link #LONGEST_GAP_MILLIS} or the hold
 * starts the count anew.
 */
public final class AlertWatch {
  public static final Codec<AlertWatch> CODEC = new AlertWatchCodec();

  /** Sources that report every minute leave gaps that are none. */
  static final long LONGEST_GAP_MILLIS = 120_000;

  private boolean broken;
  private long brokenSince;
  private long lastBrokenEnd;
  private FiringAlert firing;

  /**
   * Judges one pane.
   *
   * @param subject {@code system/component}, a system, or a series
   * @param startMillis start of the pane, epoch milliseconds of event time
   * @param endMillis end of the pane
   * @param escalateAfterMillis when an alert that fires now is to be escalated; 0 for never
   * @param silenced whether nothing may fire now; what is broken then fires when the silence is
   *     over
   * @return the alert when it starts to fire or is resolved
   */
  public Optional<Alert> observe(
      AlertRule rule,
      String subject,
      long startMillis,
      long endMillis,
      AlertReading reading,
      long escalateAfterMillis,
      boolean silenced) {
    if (!reading.broken()) {
      broken = false;
      return firing == null ? Optional.empty() : Optional.of(resolve(rule, endMillis, reading));
    }
    if (!broken || startMillis - lastBrokenEnd > Math.max(LONGEST_GAP_MILLIS, rule.holdMillis())) {
      broken = true;
      brokenSince = reading.throughout() ? startMillis : endMillis;
    }
    lastBrokenEnd = endMillis;
    if (firing != null || silenced || endMillis - brokenSince < rule.holdMillis()) {
      return Optional.empty();
    }
    return Optional.of(fire(rule, subject, endMillis, reading, escalateAfterMillis));
  }

  /** Fires at once, such as for an absence that a clock has found, or an escalation. */
  public Alert fire(
      AlertRule rule,
      String subject,
      long endMillis,
      AlertReading reading,
      long escalateAfterMillis) {
    firing = FiringAlert.of(rule, subject, endMillis, reading, escalateAfterMillis);
    return firing.fired(rule, reading, broken ? endMillis - brokenSince : 0);
  }

  /** What becomes of the alert at {@code nowMillis}: overdue or escalated, each once. */
  public List<Alert> onTime(AlertRule rule, long nowMillis) {
    List<Alert> changes = new ArrayList<>();
    if (firing == null) {
      return changes;
    }
    if (firing.isOverdueAt(nowMillis)) {
      firing = firing.passed(true, false, firing.escalated());
      changes.add(firing.overdue(rule, nowMillis));
    }
    if (firing.isEscalatedAt(nowMillis)) {
      firing = firing.passed(firing.overdue(), firing.acknowledged(), true);
      changes.add(firing.escalated(rule, nowMillis));
    }
    return changes;
  }

  /** Somebody has taken the alert with this id on; empty when it is another, or known already. */
  public Optional<Alert> acknowledge(AlertRule rule, String alertId, long nowMillis) {
    if (firing == null || firing.acknowledged() || !firing.id(rule).equals(alertId)) {
      return Optional.empty();
    }
    firing = firing.passed(firing.overdue(), true, firing.escalated());
    return Optional.of(firing.acknowledged(rule, Math.max(nowMillis, firing.firedAt())));
  }

  /** Resolves the alert that is out because its cause is gone. */
  public Optional<Alert> close(AlertRule rule, long nowMillis, String why) {
    if (firing == null) {
      return Optional.empty();
    }
    Alert alert = firing.over(rule, nowMillis, why);
    firing = null;
    broken = false;
    return Optional.of(alert);
  }

  /** When to ask {@link #onTime} next, epoch milliseconds of event time; empty for never. */
  public OptionalLong nextTime() {
    return firing == null ? OptionalLong.empty() : firing.nextTime();
  }

  /** Whether an alert is out. */
  public boolean isFiring() {
    return firing != null;
  }

  /** Whether the rule is broken at present. */
  public boolean isBroken() {
    return broken;
  }

  /** Since when the rule is broken; only when it is. */
  public long brokenSince() {
    return brokenSince;
  }

  private Alert resolve(AlertRule rule, long endMillis, AlertReading reading) {
    Alert alert = firing.resolved(rule, endMillis, reading);
    firing = null;
    return alert;
  }

  /** Version 2 adds what an alert compares and how it is answered. */
  private static final class AlertWatchCodec implements Codec<AlertWatch> {
    private static final long serialVersionUID = 1;

    @Override
    public String name() {
      return "alert-watch";
    }

    @Override
    public int version() {
      return 2;
    }

    @Override
    public boolean immutable() {
      return false;
    }

    @Override
    public void write(AlertWatch watch, DataOutput out) throws IOException {
      out.writeBoolean(watch.broken);
      out.writeLong(watch.brokenSince);
      out.writeLong(watch.lastBrokenEnd);
      out.writeBoolean(watch.firing != null);
      if (watch.firing != null) {
        watch.firing.write(out);
      }
    }

    @Override
    public AlertWatch read(DataInput in, int version) throws IOException {
      AlertWatch watch = new AlertWatch();
      watch.broken = in.readBoolean();
      watch.brokenSince = in.readLong();
      watch.lastBrokenEnd = version < 2 ? watch.brokenSince : in.readLong();
      watch.firing = in.readBoolean() ? FiringAlert.read(in, version) : null;
      return watch;
    }
  }
}
