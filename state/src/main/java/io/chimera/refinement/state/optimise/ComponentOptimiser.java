package io.chimera.refinement.state.optimise;

import io.chimera.refinement.state.event.Learned;
import io.chimera.refinement.state.event.Outcome;
import io.chimera.refinement.state.event.Reason;
import io.chimera.refinement.state.event.Recommendation;
import io.chimera.refinement.state.optimise.retrain.TrainedModel;
import io.chimera.refinement.state.wire.Codec;
import io.chimera.refinement.state.wire.Wire;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What the optimiser knows of one component under one catalogue: its arms, the objective of late,
 * and the decisions whose outcome is still open.
 *
 * <p>Each decision is settled exactly once: by a reported reward, by a measurement once the action
 * has settled, or at its deadline with the catalogue's default reward. The terms of a decision are
 * those of the catalogue when it was made.
 *
 * <p>Time: event time throughout; calls come in the order of their times, {@link #onTime} first
 * among equals. State: {@value PendingDecisions#MOST} open decisions at most; while so many wait,
 * no other is made. The same calls give the same bytes.
 */
public final class ComponentOptimiser {
  public static final Codec<ComponentOptimiser> CODEC = new ComponentOptimiserCodec();

  /** Name of the optimiser in recommendations. */
  public static final String OPTIMIZER = "bandit";

  private Subject subject = Subject.NONE;
  private long decisions;
  private long lastDecidedAt;
  private Arms arms = new Arms();
  private ActionPolicy policy = new ActionPolicy();
  private ObjectiveHistory objectives = new ObjectiveHistory();
  private SettledDecisions settled = new SettledDecisions();
  private PendingDecisions pending = new PendingDecisions();

  /**
   * Takes note of the objective, and decides when the cooldown is over.
   *
   * @param endMillis end of the window, epoch milliseconds of event time
   * @param value the objective over that window; one that is not finite is passed over
   * @param openFindings ids of the findings that are open for the component
   * @param frozen whether somebody asked for no advice at present
   * @param seed seed of the job
   */
  public Optional<Recommendation> onObjective(
      ActionCatalogue catalogue,
      String system,
      String component,
      long endMillis,
      double value,
      List<String> openFindings,
      boolean frozen,
      long seed) {
    Moment moment = new Moment(endMillis, value, openFindings, frozen);
    return onObjective(catalogue, system, component, moment, OtherChanges.NONE, seed);
  }

  /**
   * The same beside another optimiser of the component.
   *
   * @param others what that one has changed
   */
  public Optional<Recommendation> onObjective(
      ActionCatalogue catalogue,
      String system,
      String component,
      Moment moment,
      OtherChanges others,
      long seed) {
    long endMillis = moment.endMillis();
    double value = moment.value();
    List<String> openFindings = moment.openFindings();
    subject = new Subject(system, component, catalogue.name());
    List<Arm> choices = arms.of(catalogue);
    if (!Double.isFinite(value) || !objectives.add(endMillis, value)) {
      return Optional.empty();
    }
    boolean cool = decisions == 0 || endMillis - lastDecidedAt >= catalogue.cooldownMillis();
    if (moment.frozen() || !cool || pending.isFull()) {
      return Optional.empty();
    }
    decisions++;
    lastDecidedAt = endMillis;
    var now = new ObjectiveHistory.Point(endMillis, value);
    var context = DecisionContext.of(now, objectives, openFindings.size());
    String id = Recommendation.id(system, component, OPTIMIZER, subject.target(), decisions);
    Choice choice =
        policy.choose(
            new ActionPolicy.Question(
                catalogue, choices, context, id, decisions, endMillis, together(catalogue, others)),
            seed,
            subject.text());
    Recommendation decided =
        new Advice(catalogue, subject, decisions, openFindings)
            .from(
                id,
                choice,
                choices.get(0),
                endMillis,
                context,
                arms.learned(),
                new Advice.Model(policy.modelVersion(), policy.isPooled()));
    pending.add(PendingDecision.of(decided, catalogue, value));
    return Optional.of(decided);
  }

  /** Open changes count whoever made them; those of the last hour the policy knows its own of. */
  private OtherChanges together(ActionCatalogue catalogue, OtherChanges others) {
    return new OtherChanges(others.open() + openChanges(catalogue), others.lastHour());
  }

  private int openChanges(ActionCatalogue catalogue) {
    return pending.changesFrom(catalogue.actions().get(0).name());
  }

  /** What this optimiser has changed, for the other one. */
  public OtherChanges changes(ActionCatalogue catalogue, long nowMillis) {
    return new OtherChanges(openChanges(catalogue), policy.changesInHourTo(nowMillis));
  }

  /** Event time of the last recommendation; 0 before the first. */
  public long lastDecidedAt() {
    return lastDecidedAt;
  }

  /**
   * Decides by a model from now on; what it replaces is kept. Decisions that are open stay so, and
   * teach the model.
   *
   * @param modelOrNull a model that fits the catalogue; null to go back to what was learned without
   * @return whether anything has changed
   */
  public boolean adopt(
      TrainedModel modelOrNull, String ofSystem, String ofComponent, String ofTarget, long seed) {
    String key = ofSystem + '/' + ofComponent;
    String asked = new Subject(ofSystem, ofComponent, ofTarget).text();
    return policy.adopt(modelOrNull, key, arms.learned(), seed, asked);
  }

  /** Version of the model that decides; empty for none. */
  public String modelVersion() {
    return policy.modelVersion();
  }

  /** Event time of the newest decision in that model, epoch milliseconds; 0 without. */
  public long trainedUntil() {
    return policy.trainedUntil();
  }

  /** Takes a reported outcome: learns from its reward, or measures later when it has none. */
  public OutcomeResult onOutcome(Outcome outcome) {
    return pending
        .find(outcome.recommendationId())
        .map(decision -> decision.refusalOf(outcome).orElseGet(() -> accepted(decision, outcome)))
        .orElseGet(() -> settled.refuse(outcome.recommendationId()));
  }

  private OutcomeResult accepted(PendingDecision decision, Outcome outcome) {
    Double reward = outcome.reward();
    return reward == null
        ? measureLater(decision, outcome)
        : learnReported(decision, outcome, reward);
  }

  private OutcomeResult learnReported(PendingDecision decision, Outcome outcome, double reward) {
    Optional<String> executed = decision.executedAccordingTo(outcome);
    pending.remove(decision);
    if (executed.isEmpty()) {
      return settledUnapplied(decision);
    }
    long settledAt = Math.max(outcome.observedAt(), decision.decidedAt());
    return OutcomeResult.learned(
        settle(decision, new Settlement(executed.get(), reward, Settlement.REPORTED, settledAt)));
  }

  private OutcomeResult settledUnapplied(PendingDecision decision) {
    settled.add(decision.recommendationId(), false);
    policy.abandon(decision.recommendationId());
    return OutcomeResult.accepted("not applied, nothing to learn");
  }

  private OutcomeResult measureLater(PendingDecision decision, Outcome outcome) {
    if (decision.isMeasuring()) {
      return OutcomeResult.refused(
          Reason.EXPIRED_OUTCOME, "already accepted, waiting to be measured");
    }
    if (!outcome.applied()) {
      pending.remove(decision);
      return settledUnapplied(decision);
    }
    PendingDecision measuring =
        decision.measuring(
            decision.executedAccordingTo(outcome).orElse(decision.action()), outcome.observedAt());
    pending.replace(decision, measuring);
    return OutcomeResult.accepted("to be measured from " + measuring.measureAt());
  }

  /**
   * It is {@code nowMillis}: settles the measurements that are due, and the decisions past their
   * deadline.
   *
   * @param nowMillis time of the timer that fired, not the watermark's: values of later windows do
   *     not count
   */
  public List<Learned> onTime(long nowMillis) {
    return pending.close(
        decision -> decision.settledBy(nowMillis, objectives).map(how -> settle(decision, how)));
  }

  /** Learns, and remembers that it did; whoever calls takes the decision off the open ones. */
  private Learned settle(PendingDecision decision, Settlement how) {
    String id = decision.recommendationId();
    boolean harmful = !how.isAssumed() && Arm.isHarmful(how.reward());
    arms.learn(
        how.executed(), how.reward(), !how.isAssumed(), how.settledAt() + decision.vetoMillis());
    policy.learn(id, how.executed(), how.reward(), harmful);
    settled.add(id, how.isAssumed());
    return decision.learned(subject, how);
  }

  /**
   * When to call {@link #onTime} next, epoch milliseconds of event time; may change with every call
   * to this class.
   */
  public OptionalLong nextTime() {
    return pending.nextTime(objectives);
  }

  /** How the actions have done so far, in the order in which they were first seen. */
  public List<ArmStatistics> armStatistics() {
    return arms.statistics();
  }

  /** Decisions whose outcome is still open. */
  public int pendingDecisions() {
    return pending.size();
  }

  private static final class ComponentOptimiserCodec implements Codec<ComponentOptimiser> {
    private static final long serialVersionUID = 1;

    @Override
    public String name() {
      return "component-optimiser";
    }

    @Override
    public int version() {
      return 3;
    }

    @Override
    public boolean immutable() {
      return false;
    }

    @Override
    public void write(ComponentOptimiser optimiser, DataOutput out) throws IOException {
      optimiser.subject.write(out);
      Wire.writeVarLong(out, optimiser.decisions);
      out.writeLong(optimiser.lastDecidedAt);
      optimiser.arms.write(out);
      optimiser.policy.write(out);
      optimiser.objectives.write(out);
      optimiser.settled.write(out);
      optimiser.pending.write(out);
    }

    @Override
    public ComponentOptimiser read(DataInput in, int version) throws IOException {
      ComponentOptimiser optimiser = new ComponentOptimiser();
      optimiser.subject = Subject.read(in);
      optimiser.decisions = Wire.readVarLong(in);
      optimiser.lastDecidedAt = in.readLong();
      optimiser.arms = Arms.read(in, version);
      optimiser.policy = version == 1 ? new ActionPolicy() : ActionPolicy.read(in, version);
      optimiser.objectives = ObjectiveHistory.read(in);
      optimiser.settled = SettledDecisions.read(in);
      optimiser.pending = PendingDecisions.read(in);
      return optimiser;
    }
  }
}
