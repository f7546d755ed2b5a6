package io.chimera.refinement.state.optimise;

import io.chimera.refinement.state.optimise.retrain.TrainedModel;
import io.chimera.refinement.state.wire.Wire;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Which action of a catalogue to take: guardrails first, then the {@link Bandit} among what is
 * left.
 *
 * <p>Actions keep their places by name; one that leaves the catalogue is not allowed until it comes
 * back. A new one makes the bandit start anew. A {@link TrainedModel} replaces the bandit; the one
 * that was there before is kept, with all it had learned, until the next model comes.
 */
final class ActionPolicy {
  private static final long HOUR_MILLIS = 3_600_000;

  private final List<Long> changes = new ArrayList<>();
  private long seed;
  private String subject = "";
  private Learner learner = Learner.fresh(0, "", List.of());
  private String previousVersion = "";
  private byte[] previous = {};
  private String hold = "";
  private String hurt;

  /** What is to be decided. */
  record Question(
      ActionCatalogue catalogue,
      List<Arm> arms,
      DecisionContext context,
      String recommendationId,
      long decisionNumber,
      long nowMillis,
      OtherChanges others) {}

  Choice choose(Question question, long seedOfJob, String subjectOfDecision) {
    adopt(question.catalogue(), seedOfJob, subjectOfDecision);
    List<Arm> arms = question.arms();
    List<String> actions = learner.actions();
    Map<String, String> vetoed = vetoes(question);
    boolean[] allowed = new boolean[actions.size()];
    List<Arm> open = new ArrayList<>();
    for (Arm arm : arms) {
      if (!vetoed.containsKey(arm.action())) {
        open.add(arm);
        allowed[actions.indexOf(arm.action())] = true;
      }
    }
    if (open.isEmpty()) { // somebody has to be left: the first one holds still
      open.add(arms.get(0));
      vetoed.remove(arms.get(0).action());
      allowed[actions.indexOf(arms.get(0).action())] = true;
    }
    Bandit.Draw draw =
        learner
            .bandit()
            .decide(
                question.recommendationId(),
                null,
                question.context().features(),
                allowed,
                question.catalogue().exploration());
    double[] best =
        ThompsonSampling.probabilitiesOfBest(open.stream().map(Arm::posterior).toList());
    Map<String, Double> pmf = new LinkedHashMap<>();
    Choice choice = null;
    for (int i = 0; i < open.size(); i++) {
      String action = open.get(i).action();
      pmf.put(action, draw.pmf()[actions.indexOf(action)]);
      if (actions.get(draw.action()).equals(action)) {
        choice = new Choice(open.get(i), draw.propensity(), best[i], pmf, vetoed, "");
      }
    }
    return remembered(choice, question, arms.get(0));
  }

  private Choice remembered(Choice choice, Question question, Arm hold) {
    String because = "";
    if (choice.arm() != hold) {
      changes.add(question.nowMillis());
    } else if (isControl(question)) {
      because = Choice.CONTROL;
    } else if (hurt != null && question.catalogue().guardrails().rollback()) {
      because = hurt;
    }
    hurt = null;
    return choice.because(because);
  }

  /** A share of decisions, by a hash of its own: the bandit's draw stays independent of it. */
  private boolean isControl(Question question) {
    double share = question.catalogue().guardrails().controlShare();
    return share > 0 && Propensity.uniform(~seed, subject, question.decisionNumber()) < share;
  }

  private Map<String, String> vetoes(Question question) {
    Map<String, String> vetoed = new LinkedHashMap<>();
    Guardrails guardrails = question.catalogue().guardrails();
    long now = question.nowMillis();
    changes.removeIf(at -> at <= now - HOUR_MILLIS);
    boolean enough = guardrails.isUsedUp(changes.size() + question.others().lastHour());
    boolean full = guardrails.isFull(question.others().open());
    boolean control = isControl(question);
    boolean takeBack = hurt != null && guardrails.rollback();
    String hold = question.arms().get(0).action();
    for (Arm arm : question.arms()) {
      if (arm.vetoedAt(now)) {
        vetoed.put(arm.action(), arm.veto());
      } else if (!arm.action().equals(hold) && (enough || full || control || takeBack)) {
        vetoed.put(arm.action(), whyHold(question, control, takeBack, full));
      }
    }
    return vetoed;
  }

  private String whyHold(Question question, boolean control, boolean takeBack, boolean full) {
    if (control) {
      return "control share";
    }
    if (takeBack) {
      return "first take back " + hurt;
    }
    if (full) {
      return question.others().open() + " changes are open";
    }
    String until = changes.isEmpty() ? "" : ", until " + (changes.get(0) + HOUR_MILLIS);
    return question.catalogue().guardrails().maxChangesPerHour()
        + " changes in the last hour"
        + until;
  }

  /** Changes that were advised in the last hour. */
  int changesInHourTo(long nowMillis) {
    changes.removeIf(at -> at <= nowMillis - HOUR_MILLIS);
    return changes.size();
  }

  private void adopt(ActionCatalogue catalogue, long seedOfJob, String subjectOfDecision) {
    List<String> actions = new ArrayList<>(learner.actions());
    for (ActionCatalogue.Action action : catalogue.actions()) {
      if (!actions.contains(action.name())) {
        actions.add(action.name());
      }
    }
    hold = catalogue.actions().get(0).name();
    if (actions.size() > learner.actions().size()) {
      seed = seedOfJob;
      subject = subjectOfDecision;
      learner = Learner.fresh(seed, subject, actions);
    }
  }

  /**
   * Decides by {@code model} from now on; open decisions will teach it. Going back to what was
   * replaced last brings that back as it was left.
   *
   * @param modelOrNull null to go back to what was learned without a model
   * @param key {@code system/component}
   * @param learned rewards that the subject has learned from
   * @return whether anything has changed: not when it is in force, or has nothing for the subject
   */
  boolean adopt(
      TrainedModel modelOrNull,
      String key,
      long learned,
      long seedOfJob,
      String subjectOfDecision) {
    String wanted = modelOrNull == null ? "" : modelOrNull.version();
    if (wanted.equals(learner.version())) {
      return false;
    }
    Learner next =
        previous.length > 0 && wanted.equals(previousVersion)
            ? Learner.of(previous, seedOfJob, subjectOfDecision)
            : modelOrNull == null
                ? Learner.fresh(seedOfJob, subjectOfDecision, List.of())
                : Learner.of(modelOrNull, key, learned, seedOfJob, subjectOfDecision);
    if (next == null && modelOrNull.trainedUntil() < learner.trainedUntil()) {
      next = beforeThat(modelOrNull, seedOfJob, subjectOfDecision);
    }
    if (next == null) {
      return false;
    }
    seed = seedOfJob;
    subject = subjectOfDecision;
    next.takeOver(learner);
    previousVersion = learner.version();
    previous = learner.bytes();
    learner = next;
    return true;
  }

  /**
   * What was there before a model that an older one now takes the place of, although the older has
   * nothing for this subject: who goes back wants none of the newer model to go on. Null when that
   * came after the older one.
   */
  private Learner beforeThat(TrainedModel older, long seedOfJob, String subjectOfDecision) {
    if (previous.length == 0) {
      return null;
    }
    Learner before = Learner.of(previous, seedOfJob, subjectOfDecision);
    return before.trainedUntil() <= older.trainedUntil() ? before : null;
  }

  /** Version of the model that decides; empty for none. */
  String modelVersion() {
    return learner.version();
  }

  /** Whether the subject started from what others have taught. */
  boolean isPooled() {
    return learner.isPooled();
  }

  /** Event time of the newest decision in that model, epoch milliseconds; 0 without. */
  long trainedUntil() {
    return learner.trainedUntil();
  }

  /** Learns what {@code executed} has earned; an action that is in no catalogue teaches nothing. */
  void learn(String recommendationId, String executed, double reward, boolean harmful) {
    int at = learner.actions().indexOf(executed);
    if (learner.bandit() == null || at < 0) {
      abandon(recommendationId);
      return;
    }
    learner.bandit().reward(recommendationId, at, reward);
    if (harmful && !executed.equals(hold)) {
      hurt = executed;
    }
  }

  /** Nothing was done: there is nothing to learn. */
  void abandon(String recommendationId) {
    if (learner.bandit() != null) {
      learner.bandit().abandon(recommendationId);
    }
  }

  void write(DataOutput out) throws IOException {
    Wire.writeVarInt(out, changes.size());
    for (long change : changes) {
      out.writeLong(change);
    }
    out.writeLong(seed);
    Wire.writeString(out, subject);
    Wire.writeString(out, hurt);
    Wire.writeString(out, hold);
    learner.write(out);
    Wire.writeString(out, previousVersion);
    Wire.writeBytes(out, previous);
  }

  /** Reads what {@link #write} of {@code version} of the optimiser's codec wrote, from 2 on. */
  static ActionPolicy read(DataInput in, int version) throws IOException {
    ActionPolicy policy = new ActionPolicy();
    List<String> actions = version == 2 ? Learner.readActions(in) : List.of();
    for (int left = Wire.readVarInt(in); left > 0; left--) {
      policy.changes.add(in.readLong());
    }
    policy.seed = in.readLong();
    policy.subject = Wire.readString(in);
    policy.hurt = Wire.readString(in);
    if (version == 2) {
      policy.hold = actions.isEmpty() ? "" : actions.get(0);
      policy.learner = Learner.readFirst(actions, in, policy.seed, policy.subject);
      return policy;
    }
    policy.hold = Wire.readString(in);
    policy.learner = Learner.read(in, policy.seed, policy.subject);
    policy.previousVersion = Wire.readString(in);
    policy.previous = Wire.readBytes(in);
    return policy;
  }
}
