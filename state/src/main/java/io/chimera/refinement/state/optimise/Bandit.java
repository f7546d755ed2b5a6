package io.chimera.refinement.state.optimise;

import io.chimera.refinement.state.optimise.arm.ArmLearner;
import io.chimera.refinement.state.optimise.context.ContextLearner;
import io.chimera.refinement.state.wire.Wire;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Set;

/**
 * The decision core: which action to take, with exactly known probabilities, learned from rewards
 * that may come late, out of order, or never.
 *
 * <p>With a context the actions are scored by {@link ContextLearner}, without by {@link
 * ArmLearner}; both learn from every reward they can, and contexts that tell nothing about rewards
 * are not followed. The probabilities are computed among the actions that are allowed, and the
 * action is drawn from exactly them, by a hash of seed, subject and decision number: no generator
 * to keep in step, the same calls give the same bytes.
 *
 * <p>State: learners, sums for {@link PolicyValue}, and open decisions; bounded by {@link
 * BanditSettings}.
 */
public final class Bandit {
  /**
   * Name and release of this way to decide: it counts up whenever the same history would lead to
   * other probabilities, so that what was logged says what it was decided by.
   */
  public static final String MODEL = "bandit-3";

  /** Rewards may lie this far outside [0, 1]: noise round a range is noise, not a fault. */
  private static final double SLACK = 2;

  private final int actions;
  private final int features;
  private final long seed;
  private final String subject;
  private final BanditSettings settings;
  private ArmLearner arms;
  private ContextLearner contexts;
  private PolicyValue values;
  private final OpenDecisions open;
  private TrustInContexts trust;
  private long decisions;

  /**
   * What was drawn.
   *
   * @param action index of the action
   * @param pmf probability of each action; 0 for those that were not allowed
   * @param predicted reward expected of each
   */
  public record Draw(int action, double[] pmf, double[] predicted) {
    /** Probability with which the action was drawn. */
    public double propensity() {
      return pmf[action];
    }
  }

  /**
   * What is thought of a context.
   *
   * @param pmf probability of each action; 0 for those that are not allowed
   * @param predicted reward expected of each
   */
  public record Opinion(double[] pmf, double[] predicted) {}

  /**
   * @param features length of contexts; 0 without
   * @param subject what the decisions are for: others draw otherwise
   */
  public Bandit(int actions, int features, long seed, String subject, BanditSettings settings) {
    if (actions < 1) {
      throw new IllegalArgumentException("actions must be at least one, was " + actions);
    }
    if (features < 0) {
      throw new IllegalArgumentException("features must be >= 0, was " + features);
    }
    this.actions = actions;
    this.features = features;
    this.seed = seed;
    this.subject = subject;
    this.settings = settings;
    arms = new ArmLearner(actions, settings.arms());
    contexts = features > 0 ? new ContextLearner(actions, features, settings.contexts()) : null;
    values = new PolicyValue(actions);
    trust = new TrustInContexts(settings.trust());
    open = new OpenDecisions(settings.pending());
  }

  /**
   * Draws an action.
   *
   * @param id under which the reward will come; a decision that is open under it is answered again
   * @param group whose decision it is, or null
   * @param context features in any unit, or null; of another length it counts as missing
   * @param allowed which actions may be taken, at least one; null for all
   */
  public Draw decide(String id, String group, double[] context, boolean[] allowed) {
    return decide(id, group, context, allowed, 0);
  }

  /**
   * As above, with more exploration than the bandit would choose.
   *
   * @param exploration share of this decision that is drawn uniformly, in [0, 1]
   */
  public Draw decide(
      String id, String group, double[] context, boolean[] allowed, double exploration) {
    OpenDecisions.Open before = open.get(id);
    if (before != null) {
      return before.draw();
    }
    Opinion opinion = consider(context, group, choices(allowed), exploration);
    int action = Propensity.draw(opinion.pmf(), Propensity.uniform(seed, subject, decisions));
    Draw draw = new Draw(action, opinion.pmf(), opinion.predicted());
    open.put(id, new OpenDecisions.Open(draw, known(context) ? context.clone() : null, group));
    return draw;
  }

  /**
   * What it would draw from in this context, which counts as a decision, although nothing is drawn:
   * for decisions of the past.
   */
  public Opinion consider(double[] context, String group, boolean[] allowed, double exploration) {
    decisions++;
    double[] predicted = arms.means();
    double[] pmf;
    if (known(context)) {
      ContextLearner.Scores scores = contexts.scores(context, group);
      double[] plain = predicted;
      predicted = trust.blend(scores.means(), () -> plain);
      double floor = settings.floor(decisions);
      pmf = Propensity.withExploration(scores.chancesOfBest(allowed), allowed, floor);
      pmf = trust.blend(pmf, () -> arms.distribution(allowed));
    } else {
      pmf = arms.distribution(allowed);
    }
    return new Opinion(Propensity.withExploration(pmf, allowed, exploration), predicted);
  }

  /** What each action is expected to pay in this context, which counts as a decision. */
  public double[] predict(double[] context, String group) {
    decisions++;
    return known(context)
        ? trust.blend(contexts.scores(context, group).means(), arms::means)
        : arms.means();
  }

  private boolean known(double[] context) {
    return contexts != null && context != null && context.length == features;
  }

  private boolean[] choices(boolean[] allowedOrNull) {
    boolean[] choices = new boolean[actions];
    boolean some = false;
    for (int k = 0; k < actions; k++) {
      choices[k] = allowedOrNull == null || allowedOrNull[k];
      some |= choices[k];
    }
    if (!some) {
      throw new IllegalArgumentException("allowed must be at least one action, was none");
    }
    return choices;
  }

  /**
   * Learns the reward of a decision; the first one counts.
   *
   * @return whether it was learned: false when no such decision is open, or the reward is no number
   *     near [0, 1]
   */
  public boolean reward(String id, double reward) {
    return reward(id, -1, reward);
  }

  /**
   * Learns the reward of an action that was taken in place of the one drawn: what it pays is known
   * now, but the decision says nothing about policies any more.
   *
   * @param executed the action, or -1 for the one that was drawn
   */
  public boolean reward(String id, int executed, double reward) {
    if (!(reward >= -SLACK && reward <= 1 + SLACK)) {
      return false;
    }
    OpenDecisions.Open decision = open.remove(id);
    if (decision == null) {
      return false;
    }
    Draw draw = decision.draw();
    int action = executed < 0 ? draw.action() : executed;
    learn(decision.context(), decision.group(), action, reward);
    if (action == draw.action()) {
      values.add(draw.pmf(), draw.predicted(), action, reward);
    }
    return true;
  }

  /**
   * Learns from a decision of the past, after it was {@link #consider}ed or {@link #predict}ed.
   *
   * @param pmf probabilities from which {@code drawn} was drawn then
   * @param executed what was carried out
   */
  public void study(
      double[] context,
      String group,
      double[] pmf,
      double[] predicted,
      int drawn,
      int executed,
      double reward) {
    learn(known(context) ? context : null, group, executed, reward);
    if (executed == drawn) {
      values.add(pmf, predicted, drawn, reward);
    }
  }

  private void learn(double[] contextOrNull, String group, int action, double reward) {
    double plainError = reward - arms.means()[action];
    arms.learn(action, reward);
    if (contextOrNull != null) {
      double error = contexts.learn(contextOrNull, group, action, reward);
      trust.learn(plainError, error, contexts.noise());
    }
  }

  /**
   * Takes over the open decisions of another bandit for the same subject, so that their rewards
   * teach this one; and its count of decisions, so that no draw is repeated.
   *
   * @param places index here of each action there, or -1
   */
  void takeOver(Bandit other, int[] places) {
    decisions = Math.max(decisions, other.decisions);
    open.takeOver(other.open, places, actions, features);
  }

  /** Goes on for one group alone, which counts its own decisions from now on. */
  public void settleIn(String group) {
    contexts.settleIn(group);
    values = new PolicyValue(actions);
    decisions = 0;
  }

  /** Forgets all groups but these. */
  public void keepGroups(Set<String> groups) {
    contexts.keepGroups(groups);
  }

  /** Whether it serves one group alone. */
  boolean isSettled() {
    return contexts != null && contexts.isSettled();
  }

  /** Gives a decision up without a reward: there is nothing to learn from it. */
  public void abandon(String id) {
    open.remove(id);
  }

  /** What always taking {@code action} would have earned. */
  public PolicyValue.Estimate valueOfAlways(int action) {
    return values.of(action);
  }

  /** Decisions that wait for their reward. */
  public int openDecisions() {
    return open.size();
  }

  /** Times the world was seen to change, as far as it shows without context. */
  public long jumps() {
    return arms.jumps();
  }

  /** Writes everything that was learned; {@link #restore} goes on from there, to the last bit. */
  public void snapshot(DataOutput out) throws IOException {
    Wire.writeVarLong(out, decisions);
    trust.write(out);
    arms.write(out);
    values.write(out);
    if (contexts != null) {
      contexts.write(out);
    }
    open.write(out, actions);
  }

  /** Takes over a snapshot of a bandit with the same actions, features and settings. */
  public void restore(DataInput in) throws IOException {
    decisions = Wire.readVarLong(in);
    trust = TrustInContexts.read(in, settings.trust());
    arms = ArmLearner.read(in, actions, settings.arms());
    values = PolicyValue.read(in, actions);
    if (contexts != null) {
      contexts = ContextLearner.read(in, actions, features, settings.contexts());
    }
    open.read(in);
  }
}
