package io.chimera.refinement.state.optimise;

import io.chimera.refinement.state.event.Learned;
import io.chimera.refinement.state.event.Outcome;
import io.chimera.refinement.state.event.Reason;
import io.chimera.refinement.state.event.Recommendation;
import io.chimera.refinement.state.wire.Wire;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * A decision that waits for its outcome, with the terms of the catalogue as they were when it was
 * made.
 *
 * @param objective the objective at the decision
 * @param deadlineAt until when an outcome is accepted, epoch milliseconds of event time
 * @param vetoMillis how long an action is barred when this outcome shows it to be harmful
 * @param executed what was carried out; null until an outcome without a reward has come
 * @param measureAt from when on the effect is measured; only with {@code executed}
 */
record PendingDecision(
    String recommendationId,
    String action,
    double propensity,
    long decidedAt,
    double objective,
    boolean minimise,
    double scale,
    long settleMillis,
    long deadlineAt,
    double defaultReward,
    long vetoMillis,
    String executed,
    long measureAt) {
  /** How many cooldowns a harmful action is barred for. */
  private static final int VETO_COOLDOWNS = 10;

  static PendingDecision of(Recommendation decided, ActionCatalogue catalogue, double objective) {
    return new PendingDecision(
        decided.recommendationId(),
        decided.action(),
        decided.propensity(),
        decided.decidedAt(),
        objective,
        catalogue.minimise(),
        catalogue.scale(),
        catalogue.settleMillis(),
        decided.decidedAt() + catalogue.deadlineMillis(),
        catalogue.defaultReward(),
        VETO_COOLDOWNS * catalogue.cooldownMillis(),
        null,
        0);
  }

  /**
   * The decision after an outcome without a reward: {@code whatWasDone}, observed at {@code
   * observedAt}.
   */
  PendingDecision measuring(String whatWasDone, long observedAt) {
    return new PendingDecision(
        recommendationId,
        action,
        propensity,
        decidedAt,
        objective,
        minimise,
        scale,
        settleMillis,
        deadlineAt,
        defaultReward,
        vetoMillis,
        whatWasDone,
        Math.max(observedAt, decidedAt) + settleMillis);
  }

  /** Why an outcome of this decision says nothing: its reward, or its time. */
  Optional<OutcomeResult> refusalOf(Outcome outcome) {
    Double reward = outcome.reward();
    if (reward != null && !(reward >= 0 && reward <= 1)) {
      return Optional.of(
          OutcomeResult.refused(Reason.INVALID_REWARD, "reward must be in [0, 1], was " + reward));
    }
    // By its own time, not by that of its arrival: the verdict must not depend on which of timer
    // and message came first.
    if (outcome.observedAt() > deadlineAt()) {
      return Optional.of(
          OutcomeResult.refused(
              Reason.EXPIRED_OUTCOME,
              "observedAt must be at most the deadline "
                  + deadlineAt()
                  + ", was "
                  + outcome.observedAt()));
    }
    return Optional.empty();
  }

  /** The action that {@code outcome} tells about; empty when nothing was done. */
  Optional<String> executedAccordingTo(Outcome outcome) {
    if (outcome.executedAction() == null) {
      return outcome.applied() ? Optional.of(action) : Optional.empty();
    }
    boolean contradicts = !outcome.applied() && outcome.executedAction().equals(action);
    return contradicts ? Optional.empty() : Optional.of(outcome.executedAction());
  }

  /**
   * What settles it by itself at {@code nowMillis}: a measurement of its effect, or the default
   * once it is given up; empty while it may wait.
   */
  Optional<Settlement> settledBy(long nowMillis, ObjectiveHistory objectives) {
    if (isMeasuring()) {
      OptionalDouble after = objectives.meanBetween(measureAt, nowMillis);
      if (after.isPresent()) {
        double reward = MeasuredReward.of(objective, after.getAsDouble(), minimise, scale);
        return Optional.of(new Settlement(executed, reward, Settlement.MEASURED, nowMillis));
      }
    }
    return nowMillis < giveUpAt()
        ? Optional.empty()
        : Optional.of(
            new Settlement(
                isMeasuring() ? executed : action, defaultReward, Settlement.IMPUTED, giveUpAt()));
  }

  /** What came of it, for all who want to know. */
  Learned learned(Subject subject, Settlement how) {
    return new Learned(
        recommendationId,
        subject.system(),
        subject.component(),
        subject.target(),
        action,
        how.executed(),
        how.reward(),
        how.source(),
        propensity,
        decidedAt,
        how.settledAt());
  }

  boolean isMeasuring() {
    return executed != null;
  }

  /**
   * When it is closed with the default reward: at the deadline, or when a measurement stays without
   * any value.
   */
  long giveUpAt() {
    return isMeasuring() ? Math.max(deadlineAt, measureAt + settleMillis) : deadlineAt;
  }

  /**
   * When there is something to do for it: once its effect can be measured, or when it is closed.
   */
  long dueAt(ObjectiveHistory objectives) {
    return isMeasuring() ? objectives.firstEndFrom(measureAt).orElse(giveUpAt()) : deadlineAt;
  }

  void write(DataOutput out) throws IOException {
    Wire.writeString(out, recommendationId);
    Wire.writeString(out, action);
    out.writeDouble(propensity);
    out.writeLong(decidedAt);
    out.writeDouble(objective);
    out.writeBoolean(minimise);
    out.writeDouble(scale);
    Wire.writeVarLong(out, settleMillis);
    out.writeLong(deadlineAt);
    out.writeDouble(defaultReward);
    Wire.writeVarLong(out, vetoMillis);
    Wire.writeString(out, executed);
    out.writeLong(measureAt);
  }

  static PendingDecision read(DataInput in) throws IOException {
    return new PendingDecision(
        Wire.readString(in),
        Wire.readString(in),
        in.readDouble(),
        in.readLong(),
        in.readDouble(),
        in.readBoolean(),
        in.readDouble(),
        Wire.readVarLong(in),
        in.readLong(),
        in.readDouble(),
        Wire.readVarLong(in),
        Wire.readString(in),
        in.readLong());
  }
}
