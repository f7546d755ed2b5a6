package io.chimera.refinement.state.slo;

import io.chimera.refinement.state.event.Alert;
import io.chimera.refinement.state.event.Figures;
import io.chimera.refinement.state.wire.Codec;
import io.chimera.refinement.state.wire.Wire;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Where one rule stands for one subject: normal, broken but within its hold, or firing.
 *
 * <p>The rule must be broken by every window for its hold, counted from the end of the first one; a
 * normal window starts the count anew, and resolves an alert that fires. An alert fires once, is
 * overdue at most once, and keeps its id. Time: windows come in the order of their ends.
 */
public final class AlertWatch {
  public static final Codec<AlertWatch> CODEC = new AlertWatchCodec();

  private boolean broken;
  private long brokenSince;
  private Firing firing;

  /** The alert that is out. */
  private record Firing(
      String subject, long firedAt, long deadlineAt, double value, boolean overdue) {}

  /**
   * Judges the value of one window; a value that is not finite is passed over.
   *
   * @param subject {@code system/component}, or a series
   * @param endMillis end of the window, epoch milliseconds of event time
   * @param value value of the rule's statistic, in the rule's unit
   * @return the alert when it starts to fire or is resolved
   */
  public Optional<Alert> observe(AlertRule rule, String subject, long endMillis, double value) {
    if (!Double.isFinite(value)) {
      return Optional.empty();
    }
    if (!rule.brokenBy(value)) {
      broken = false;
      return firing == null ? Optional.empty() : Optional.of(resolve(rule, endMillis, value));
    }
    if (!broken) {
      broken = true;
      brokenSince = endMillis;
    }
    if (firing != null || endMillis - brokenSince < rule.holdMillis()) {
      return Optional.empty();
    }
    long deadlineAt = rule.respondWithinMillis() == 0 ? 0 : endMillis + rule.respondWithinMillis();
    firing = new Firing(subject, endMillis, deadlineAt, value, false);
    String sentence =
        "%s, %s %s, for %s."
            .formatted(
                reading(rule, value),
                side(rule),
                measured(rule.threshold(), rule),
                seconds(endMillis - brokenSince));
    return Optional.of(alert(rule, Alert.State.FIRING, endMillis, sentence));
  }

  /** It is {@code nowMillis}: the alert is overdue, once, when it still fires at its deadline. */
  public Optional<Alert> overdue(AlertRule rule, long nowMillis) {
    if (firing == null
        || firing.overdue
        || firing.deadlineAt == 0
        || nowMillis < firing.deadlineAt) {
      return Optional.empty();
    }
    firing = new Firing(firing.subject, firing.firedAt, firing.deadlineAt, firing.value, true);
    String sentence =
        "%s of %s has fired for %s and was due within %s."
            .formatted(
                rule.name(),
                firing.subject,
                seconds(nowMillis - firing.firedAt),
                seconds(firing.deadlineAt - firing.firedAt));
    return Optional.of(alert(rule, Alert.State.OVERDUE, nowMillis, sentence));
  }

  /**
   * When to ask {@link #overdue}, epoch milliseconds of event time; empty when there is nothing to
   * wait for.
   */
  public OptionalLong deadline() {
    return firing == null || firing.overdue || firing.deadlineAt == 0
        ? OptionalLong.empty()
        : OptionalLong.of(firing.deadlineAt);
  }

  /** Whether an alert is out. */
  public boolean isFiring() {
    return firing != null;
  }

  private Alert resolve(AlertRule rule, long endMillis, double value) {
    String sentence =
        "%s, back to normal after %s."
            .formatted(reading(rule, value), seconds(endMillis - firing.firedAt));
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
        rule.threshold(),
        rule.unit(),
        firing.subject,
        List.of(),
        sentence);
  }

  private String reading(AlertRule rule, double value) {
    String statistic = rule.statistic().name().toLowerCase(Locale.ROOT);
    return "%s of %s of %s is %s"
        .formatted(statistic, rule.metric(), firing.subject, measured(value, rule));
  }

  private static String side(AlertRule rule) {
    return switch (rule.comparison()) {
      case GT -> "above";
      case GTE -> "at or above";
      case LT -> "below";
      case LTE -> "at or below";
    };
  }

  private static String measured(double value, AlertRule rule) {
    return rule.unit().isEmpty() ? Figures.text(value) : Figures.text(value) + " " + rule.unit();
  }

  private static String seconds(long millis) {
    return Figures.text(millis / 1_000.0) + " s";
  }

  private static final class AlertWatchCodec implements Codec<AlertWatch> {
    private static final long serialVersionUID = 1;

    @Override
    public String name() {
      return "alert-watch";
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
    public void write(AlertWatch watch, DataOutput out) throws IOException {
      out.writeBoolean(watch.broken);
      out.writeLong(watch.brokenSince);
      out.writeBoolean(watch.firing != null);
      if (watch.firing != null) {
        Wire.writeString(out, watch.firing.subject);
        out.writeLong(watch.firing.firedAt);
        out.writeLong(watch.firing.deadlineAt);
        out.writeDouble(watch.firing.value);
        out.writeBoolean(watch.firing.overdue);
      }
    }

    @Override
    public AlertWatch read(DataInput in, int version) throws IOException {
      AlertWatch watch = new AlertWatch();
      watch.broken = in.readBoolean();
      watch.brokenSince = in.readLong();
      if (in.readBoolean()) {
        watch.firing =
            new Firing(
                Wire.readString(in),
                in.readLong(),
                in.readLong(),
                in.readDouble(),
                in.readBoolean());
      }
      return watch;
    }
  }
}
