package io.chimera.refinement.state.slo;

import io.chimera.refinement.state.event.Alert;
import io.chimera.refinement.state.event.Figures;
import io.chimera.refinement.state.wire.Codec;
import io.chimera.refinement.state.wire.Wire;
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
  private Firing firing;

  /** The alert that is out. */
  private record Firing(
      String subject,
      long firedAt,
      long deadlineAt,
      double value,
      boolean overdue,
      double threshold,
      String unit,
      boolean acknowledged,
      long escalateAt,
      boolean escalated,
      String reading) {
    Firing passed(boolean nowOverdue, boolean nowAcknowledged, boolean nowEscalated) {
      return new Firing(
          subject,
          firedAt,
          deadlineAt,
          value,
          nowOverdue,
          threshold,
          unit,
          nowAcknowledged,
          escalateAt,
          nowEscalated,
          reading);
    }
  }

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
    long deadlineAt = rule.respondWithinMillis() == 0 ? 0 : endMillis + rule.respondWithinMillis();
    firing =
        new Firing(
            subject,
            endMillis,
            deadlineAt,
            reading.value(),
            false,
            reading.threshold(),
            reading.unit(),
            false,
            escalateAfterMillis == 0 ? 0 : endMillis + escalateAfterMillis,
            false,
            reading.reading());
    String lasted =
        broken && endMillis > brokenSince ? ", for " + seconds(endMillis - brokenSince) : "";
    String sentence =
        "%s of %s is %s, %s %s%s."
            .formatted(
                reading.reading(),
                subject,
                measured(reading.value(), reading.unit()),
                reading.side(),
                measured(reading.threshold(), reading.unit()),
                lasted);
    return alert(rule, Alert.State.FIRING, endMillis, sentence);
  }

  /** What becomes of the alert at {@code nowMillis}: overdue or escalated, each once. */
  public List<Alert> onTime(AlertRule rule, long nowMillis) {
    List<Alert> changes = new ArrayList<>();
    if (firing == null) {
      return changes;
    }
    if (due(firing.deadlineAt, firing.overdue || firing.acknowledged, nowMillis)) {
      firing = firing.passed(true, false, firing.escalated);
      changes.add(
          alert(
              rule,
              Alert.State.OVERDUE,
              nowMillis,
              "%s of %s has fired for %s and was due within %s."
                  .formatted(
                      rule.name(),
                      firing.subject,
                      seconds(nowMillis - firing.firedAt),
                      seconds(firing.deadlineAt - firing.firedAt))));
    }
    if (due(firing.escalateAt, firing.escalated, nowMillis)) {
      firing = firing.passed(firing.overdue, firing.acknowledged, true);
      changes.add(
          alert(
              rule,
              Alert.State.ESCALATED,
              nowMillis,
              "%s of %s is not resolved after %s."
                  .formatted(rule.name(), firing.subject, seconds(nowMillis - firing.firedAt))));
    }
    return changes;
  }

  private static boolean due(long atMillis, boolean done, long nowMillis) {
    return atMillis != 0 && !done && nowMillis >= atMillis;
  }

  /** Somebody has taken the alert with this id on; empty when it is another, or known already. */
  public Optional<Alert> acknowledge(AlertRule rule, String alertId, long nowMillis) {
    if (firing == null
        || firing.acknowledged
        || !Alert.id(rule.name(), firing.subject, firing.firedAt).equals(alertId)) {
      return Optional.empty();
    }
    firing = firing.passed(firing.overdue, true, firing.escalated);
    long changedAt = Math.max(nowMillis, firing.firedAt);
    return Optional.of(
        alert(
            rule,
            Alert.State.ACKNOWLEDGED,
            changedAt,
            "%s of %s was acknowledged after %s."
                .formatted(rule.name(), firing.subject, seconds(changedAt - firing.firedAt))));
  }

  /** Resolves the alert that is out because its cause is gone. */
  public Optional<Alert> close(AlertRule rule, long nowMillis, String why) {
    if (firing == null) {
      return Optional.empty();
    }
    Alert alert =
        alert(
            rule,
            Alert.State.RESOLVED,
            nowMillis,
            "%s of %s is over after %s: %s."
                .formatted(rule.name(), firing.subject, seconds(nowMillis - firing.firedAt), why));
    firing = null;
    broken = false;
    return Optional.of(alert);
  }

  /** When to ask {@link #onTime} next, epoch milliseconds of event time; empty for never. */
  public OptionalLong nextTime() {
    if (firing == null) {
      return OptionalLong.empty();
    }
    long deadline =
        firing.overdue || firing.acknowledged || firing.deadlineAt == 0
            ? Long.MAX_VALUE
            : firing.deadlineAt;
    long escalation =
        firing.escalated || firing.escalateAt == 0 ? Long.MAX_VALUE : firing.escalateAt;
    long next = Math.min(deadline, escalation);
    return next == Long.MAX_VALUE ? OptionalLong.empty() : OptionalLong.of(next);
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
    String sentence =
        "%s of %s is %s, back to normal after %s."
            .formatted(
                reading.reading(),
                firing.subject,
                measured(reading.value(), reading.unit()),
                seconds(endMillis - firing.firedAt));
    Alert alert = alert(rule, Alert.State.RESOLVED, endMillis, sentence);
    firing = null;
    return alert;
  }

  private Alert alert(AlertRule rule, Alert.State state, long changedAt, String sentence) {
    return new Alert(
        Alert.id(rule.name(), firing.subject, firing.firedAt),
        rule.name(),
        firing.subject,
        state,
        rule.severity(),
        rule.action(),
        firing.firedAt,
        changedAt,
        firing.deadlineAt,
        firing.value,
        firing.threshold,
        firing.unit,
        firing.subject,
        List.of(),
        sentence);
  }

  private static String measured(double value, String unit) {
    return unit.isEmpty() ? Figures.text(value) : Figures.text(value) + " " + unit;
  }

  private static String seconds(long millis) {
    return Figures.text(millis / 1_000.0) + " s";
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
      Firing firing = watch.firing;
      out.writeBoolean(firing != null);
      if (firing != null) {
        Wire.writeString(out, firing.subject);
        out.writeLong(firing.firedAt);
        out.writeLong(firing.deadlineAt);
        out.writeDouble(firing.value);
        out.writeBoolean(firing.overdue);
        out.writeDouble(firing.threshold);
        Wire.writeString(out, firing.unit);
        out.writeBoolean(firing.acknowledged);
        out.writeLong(firing.escalateAt);
        out.writeBoolean(firing.escalated);
        Wire.writeString(out, firing.reading);
      }
    }

    @Override
    public AlertWatch read(DataInput in, int version) throws IOException {
      AlertWatch watch = new AlertWatch();
      watch.broken = in.readBoolean();
      watch.brokenSince = in.readLong();
      watch.lastBrokenEnd = version < 2 ? watch.brokenSince : in.readLong();
      if (in.readBoolean()) {
        String subject = Wire.readString(in);
        long firedAt = in.readLong();
        long deadlineAt = in.readLong();
        double value = in.readDouble();
        boolean overdue = in.readBoolean();
        watch.firing =
            version < 2
                ? new Firing(
                    subject, firedAt, deadlineAt, value, overdue, 0, "", false, 0, false, "")
                : new Firing(
                    subject,
                    firedAt,
                    deadlineAt,
                    value,
                    overdue,
                    in.readDouble(),
                    Wire.readString(in),
                    in.readBoolean(),
                    in.readLong(),
                    in.readBoolean(),
                    Wire.readString(in));
      }
      return watch;
    }
  }
}
