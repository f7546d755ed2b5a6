package io.chimera.refinement.state.optimise;

import io.chimera.refinement.state.event.Learned;
import io.chimera.refinement.state.event.Outcome;
import io.chimera.refinement.state.event.Reason;
import io.chimera.refinement.state.event.Recommendation;
import io.chimera.refinement.state.slo.ObjectiveStatus;
import io.chimera.refinement.state.wire.Codec;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * Tunes the settings of one component under one catalogue: recommends one after the other, the
 * running ones first, scores each by what came of it, and stays with the best.
 *
 * <p>A score is a reported reward, or 0.5 for the objective there was at first and up or down from
 * there as the catalogue scales it. One setting is open at a time; nothing is learned from one that
 * nobody applied. With limits a score waits until every limit was seen under the setting, after it
 * has settled; what was not seen by the deadline counts as broken.
 *
 * <p>Time: event time throughout; calls come in the order of their times, {@link #onTime} first
 * among equals. State: 200 settings at most. The same calls give the same bytes.
 */
public final class SettingsOptimiser {
  public static final Codec<SettingsOptimiser> CODEC = new SettingsOptimiserCodec();

  private Subject subject = Subject.NONE;
  private DecisionPace pace = new DecisionPace();
  private TuningRun run;
  private PendingTrial trial;
  private ObjectiveHistory objectives = new ObjectiveHistory();
  private LimitReadings readings = new LimitReadings();
  private SettledDecisions settled = new SettledDecisions();

  /**
   * Takes note of the objective, and recommends a setting when nothing stands against it.
   *
   * @param catalogue one with settings to tune
   * @param others what another optimiser has changed
   * @param seed seed of the job
   */
  public Optional<Recommendation> onObjective(
      ActionCatalogue catalogue,
      String system,
      String component,
      Moment moment,
      OtherChanges others,
      long seed) {
    subject = new Subject(system, component, catalogue.name());
    adopt(catalogue, seed);
    long now = moment.endMillis();
    if (!Double.isFinite(moment.value()) || !objectives.add(now, moment.value())) {
      return Optional.empty();
    }
    Guardrails guardrails = catalogue.guardrails();
    boolean cool = pace.isCool(now, catalogue.cooldownMillis());
    if (moment.frozen() || !cool || trial != null || guardrails.isFull(others.open())) {
      return Optional.empty();
    }
    boolean enough = guardrails.isUsedUp(pace.changesInHourTo(now) + others.lastHour());
    if (enough && !(run.hasHurt() && guardrails.rollback())) {
      return Optional.empty();
    }
    return Optional.ofNullable(run.next(guardrails.rollback(), guardrails.maxStep()))
        .map(proposal -> recommended(catalogue, moment, proposal));
  }

  private void adopt(ActionCatalogue catalogue, long seed) {
    boolean sameSearch = run != null && run.holdsFor(catalogue);
    boolean goesOn = sameSearch && !run.adopt(catalogue.tuning());
    if (!sameSearch) {
      run = TuningRun.of(catalogue, seed, subject.text());
    }
    if (!goesOn && trial != null) { // it is no longer in force, or was of another search
      settled.add(trial.decision().recommendationId(), true);
      trial = null;
    }
  }

  private Recommendation recommended(
      ActionCatalogue catalogue, Moment moment, TuningRun.Proposal proposal) {
    double[] running = run.running();
    boolean change = !Arrays.equals(running, proposal.setting());
    Recommendation decided =
        new SettingAdvice(catalogue, subject, moment.openFindings())
            .from(
                proposal.optimizer(),
                pace.next(proposal.optimizer(), moment.endMillis(), change),
                moment.endMillis(),
                moment.value(),
                running,
                proposal.setting(),
                proposal.reason(),
                run.record());
    trial =
        new PendingTrial(
            PendingDecision.of(decided, catalogue, run.reference(moment.value())),
            proposal.setting(),
            change,
            Double.NaN,
            0);
    readings.restart(Long.MAX_VALUE);
    return decided;
  }

  /** Takes note of where an objective stands; only those that limit the search count. */
  public void onStatus(ObjectiveStatus status) {
    if (run != null && run.constraints().contains(status.objective())) {
      readings.add(status);
    }
  }

  /** Whether the recommendation was made here, as far as is remembered. */
  public boolean issued(String recommendationId) {
    return isOpen(recommendationId) || settled.contains(recommendationId);
  }

  private boolean isOpen(String recommendationId) {
    return trial != null && trial.decision().recommendationId().equals(recommendationId);
  }

  /** Takes a reported outcome: scores its reward, or measures later when it has none. */
  public OutcomeResult onOutcome(Outcome outcome) {
    if (!isOpen(outcome.recommendationId())) {
      return settled.refuse(outcome.recommendationId());
    }
    PendingDecision decision = trial.decision();
    Double reward = outcome.reward();
    Optional<OutcomeResult> refusal = decision.refusalOf(outcome);
    if (refusal.isPresent()) {
      return refusal.get();
    }
    if (trial.isApplied()) {
      return OutcomeResult.refused(
          Reason.EXPIRED_OUTCOME, "already accepted, waiting for limits and measurements");
    }
    boolean inForce =
        outcome.applied()
            && decision
                .executedAccordingTo(outcome)
                .filter(SettingAdvice.ACTION::equals)
                .isPresent();
    if (!inForce) {
      settled.add(decision.recommendationId(), false);
      trial = null;
      return OutcomeResult.accepted("not applied, nothing to learn");
    }
    if (reward != null && run.constraints().isEmpty()) {
      trial = trial.reported(reward, outcome.observedAt());
      return OutcomeResult.learned(learnReported());
    }
    // What limits showed until the setting had settled was in part that of the one before.
    trial = trial.measuring(decision.measuring(SettingAdvice.ACTION, outcome.observedAt()));
    long from = trial.decision().measureAt();
    readings.restart(from);
    if (reward == null) {
      return OutcomeResult.accepted("to be measured from " + from);
    }
    trial = trial.reported(reward, outcome.observedAt());
    return OutcomeResult.accepted("waits until the limits are known, from " + from);
  }

  /**
   * It is {@code nowMillis}: scores the open setting when what it waits for is known, and closes it
   * at its deadline.
   */
  public List<Learned> onTime(long nowMillis) {
    if (trial == null) {
      return List.of();
    }
    PendingDecision decision = trial.decision();
    boolean over = nowMillis >= decision.giveUpAt();
    if (trial.isReported()) {
      return limitsTell() || over ? List.of(learnReported()) : List.of();
    }
    if (decision.isMeasuring()) {
      OptionalDouble after = objectives.meanBetween(decision.measureAt(), nowMillis);
      if (after.isPresent() && (limitsTell() || over)) {
        double score =
            MeasuredReward.score(
                decision.objective(), after.getAsDouble(), decision.minimise(), decision.scale());
        return List.of(learn(score, MeasuredReward.clipped(score), Settlement.MEASURED, nowMillis));
      }
    }
    return over ? List.of(imputed(decision)) : List.of();
  }

  private boolean limitsTell() {
    return readings.tell(run.constraints());
  }

  private Learned learnReported() {
    double reward = trial.reported();
    return learn(reward, reward, Settlement.REPORTED, trial.reportedAt());
  }

  private Learned learn(double score, double reward, String source, long settledAt) {
    boolean harmful = Arm.isHarmful(reward) || readings.breaksOneOf(run.constraints());
    run.learn(trial, score, readings.of(run.constraints()), harmful);
    return closed(new Settlement(SettingAdvice.ACTION, reward, source, settledAt));
  }

  /** Nobody said that the setting was in force: there is nothing to learn. */
  private Learned imputed(PendingDecision decision) {
    return closed(
        new Settlement(
            SettingAdvice.ACTION,
            decision.defaultReward(),
            Settlement.IMPUTED,
            decision.giveUpAt()));
  }

  private Learned closed(Settlement how) {
    PendingDecision decision = trial.decision();
    trial = null;
    settled.add(decision.recommendationId(), how.isAssumed());
    return decision.learned(subject, how);
  }

  /** When to call {@link #onTime} next; may change with every call to this class. */
  public OptionalLong nextTime() {
    return trial == null
        ? OptionalLong.empty()
        : OptionalLong.of(trial.dueAt(limitsTell(), objectives));
  }

  /** What this optimiser has changed, for the other one. */
  public OtherChanges changes(long nowMillis) {
    int open = trial != null && trial.change() ? 1 : 0;
    return new OtherChanges(open, pace.changesInHourTo(nowMillis));
  }

  /** Event time of the last recommendation; the least number before the first. */
  public long lastDecidedAt() {
    return pace.lastMillis();
  }

  /**
   * The best setting so far in the order of the catalogue; empty before the first recommendation.
   */
  public double[] best() {
    return run == null ? new double[0] : run.best();
  }

  private static final class SettingsOptimiserCodec implements Codec<SettingsOptimiser> {
    private static final long serialVersionUID = 1;

    @Override
    public String name() {
      return "settings-optimiser";
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
    public void write(SettingsOptimiser optimiser, DataOutput out) throws IOException {
      optimiser.subject.write(out);
      optimiser.pace.write(out);
      optimiser.objectives.write(out);
      optimiser.readings.write(out);
      optimiser.settled.write(out);
      out.writeBoolean(optimiser.run != null);
      if (optimiser.run != null) {
        optimiser.run.write(out);
      }
      out.writeBoolean(optimiser.trial != null);
      if (optimiser.trial != null) {
        optimiser.trial.write(out);
      }
    }

    @Override
    public SettingsOptimiser read(DataInput in, int version) throws IOException {
      SettingsOptimiser optimiser = new SettingsOptimiser();
      optimiser.subject = Subject.read(in);
      optimiser.pace = DecisionPace.read(in);
      optimiser.objectives = ObjectiveHistory.read(in);
      optimiser.readings = LimitReadings.read(in);
      optimiser.settled = SettledDecisions.read(in);
      optimiser.run = in.readBoolean() ? TuningRun.read(in) : null;
      optimiser.trial = in.readBoolean() ? PendingTrial.read(in) : null;
      return optimiser;
    }
  }
}
