package io.chimera.refinement.state.slo;

import io.chimera.refinement.state.event.Alert;
import io.chimera.refinement.state.event.Figures;
import io.chimera.refinement.state.wire.Wire;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.List;
import java.util.OptionalLong;

/**
 * An alert that is out: what fired it, how it was answered so far, and what is said of it.
 *
 * @param subject what it is about
 * @param firedAt when it fired, epoch milliseconds of event time
 * @param deadlineAt until when somebody must respond; 0 without a deadline
 * @param value the value that fired it, in {@code unit}
 * @param overdue whether the deadline has passed without an answer
 * @param escalateAt when it is to be escalated; 0 for never
 * @param reading what was compared
 */
record FiringAlert(
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

  /** The alert that fires at {@code endMillis}. */
  static FiringAlert of(
      AlertRule rule,
      String subject,
      long endMillis,
      AlertReading reading,
      long escalateAfterMillis) {
    return new FiringAlert(
        subject,
        endMillis,
        rule.respondWithinMillis() == 0 ? 0 : endMillis + rule.respondWithinMillis(),
        reading.value(),
        false,
        reading.threshold(),
        reading.unit(),
        false,
        escalateAfterMillis == 0 ? 0 : endMillis + escalateAfterMillis,
        false,
        reading.reading());
  }

  FiringAlert passed(boolean nowOverdue, boolean nowAcknowledged, boolean nowEscalated) {
    return new FiringAlert(
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

  String id(AlertRule rule) {
    return Alert.id(rule.name(), subject, firedAt);
  }

  /** Whether it becomes overdue by then. */
  boolean isOverdueAt(long nowMillis) {
    return due(deadlineAt, overdue || acknowledged, nowMillis);
  }

  /** Whether it is to be escalated by then. */
  boolean isEscalatedAt(long nowMillis) {
    return due(escalateAt, escalated, nowMillis);
  }

  private static boolean due(long atMillis, boolean done, long nowMillis) {
    return atMillis != 0 && !done && nowMillis >= atMillis;
  }

  /** When its deadline or escalation comes next; empty for never. */
  OptionalLong nextTime() {
    long deadline = overdue || acknowledged || deadlineAt == 0 ? Long.MAX_VALUE : deadlineAt;
    long escalation = escalated || escalateAt == 0 ? Long.MAX_VALUE : escalateAt;
    long next = Math.min(deadline, escalation);
    return next == Long.MAX_VALUE ? OptionalLong.empty() : OptionalLong.of(next);
  }

  /**
   * @param brokenMillis how long the rule was broken before; 0 when nobody knows
   */
  Alert fired(AlertRule rule, AlertReading by, long brokenMillis) {
    return said(
        rule,
        Alert.State.FIRING,
        firedAt,
        "%s of %s is %s, %s %s%s."
            .formatted(
                reading,
                subject,
                measured(value, unit),
                by.side(),
                measured(threshold, unit),
                brokenMillis > 0 ? ", for " + seconds(brokenMillis) : ""));
  }

  Alert overdue(AlertRule rule, long nowMillis) {
    return said(
        rule,
        Alert.State.OVERDUE,
        nowMillis,
        "%s of %s has fired for %s and was due within %s."
            .formatted(
                rule.name(), subject, seconds(nowMillis - firedAt), seconds(deadlineAt - firedAt)));
  }

  Alert escalated(AlertRule rule, long nowMillis) {
    return said(
        rule,
        Alert.State.ESCALATED,
        nowMillis,
        "%s of %s is not resolved after %s."
            .formatted(rule.name(), subject, seconds(nowMillis - firedAt)));
  }

  Alert acknowledged(AlertRule rule, long nowMillis) {
    return said(
        rule,
        Alert.State.ACKNOWLEDGED,
        nowMillis,
        "%s of %s was acknowledged after %s."
            .formatted(rule.name(), subject, seconds(nowMillis - firedAt)));
  }

  /** Resolved by a pane that keeps the rule. */
  Alert resolved(AlertRule rule, long endMillis, AlertReading by) {
    return said(
        rule,
        Alert.State.RESOLVED,
        endMillis,
        "%s of %s is %s, back to normal after %s."
            .formatted(
                by.reading(),
                subject,
                measured(by.value(), by.unit()),
                seconds(endMillis - firedAt)));
  }

  /** Resolved because its cause is gone. */
  Alert over(AlertRule rule, long nowMillis, String why) {
    return said(
        rule,
        Alert.State.RESOLVED,
        nowMillis,
        "%s of %s is over after %s: %s."
            .formatted(rule.name(), subject, seconds(nowMillis - firedAt), why));
  }

  private Alert said(AlertRule rule, Alert.State state, long changedAt, String sentence) {
    return new Alert(
        id(rule),
        rule.name(),
        subject,
        state,
        rule.severity(),
        rule.action(),
        firedAt,
        changedAt,
        deadlineAt,
        value,
        threshold,
        unit,
        subject,
        List.of(),
        sentence);
  }

  private static String measured(double value, String unit) {
    return unit.isEmpty() ? Figures.text(value) : Figures.text(value) + " " + unit;
  }

  private static String seconds(long millis) {
    return Figures.text(millis / 1_000.0) + " s";
  }

  void write(DataOutput out) throws IOException {
    Wire.writeString(out, subject);
    out.writeLong(firedAt);
    out.writeLong(deadlineAt);
    out.writeDouble(value);
    out.writeBoolean(overdue);
    out.writeDouble(threshold);
    Wire.writeString(out, unit);
    out.writeBoolean(acknowledged);
    out.writeLong(escalateAt);
    out.writeBoolean(escalated);
    Wire.writeString(out, reading);
  }

  /** What {@link #write} wrote; the first version ended after {@code overdue}. */
  static FiringAlert read(DataInput in, int version) throws IOException {
    String subject = Wire.readString(in);
    long firedAt = in.readLong();
    long deadlineAt = in.readLong();
    double value = in.readDouble();
    boolean overdue = in.readBoolean();
    if (version < 2) {
      return new FiringAlert(
          subject, firedAt, deadlineAt, value, overdue, 0, "", false, 0, false, "");
    }
    return new FiringAlert(
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
}
