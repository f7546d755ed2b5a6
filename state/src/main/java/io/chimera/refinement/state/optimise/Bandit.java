package io.chimera.refinement.state.optimise;

import io.chimera.refinement.state.optimise.arm.ArmLearner;
import io.chimera.refinement.state.optimise.arm.ArmSettings;
import io.chimera.refinement.state.optimise.belief.Belief;
import io.chimera.refinement.state.optimise.belief.BestArm;
import io.chimera.refinement.state.optimise.belief.NormalBelief;
import io.chimera.refinement.state.optimise.context.ContextLearner;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Draft. */
public final class Bandit {
  static final int MAX_PENDING = 4096;

  private final List<String> actions;
  private final long seed;
  private final String subject;
  private final ArmLearner arms;
  private final ContextLearner contexts;
  private final int features;
  private final PolicyValue values;
  private final Map<String, Pending> pending = new LinkedHashMap<>();
  private long decisions;

  record Pending(int action, double[] pmf, double[] predicted, double[] context, String group) {}

  public record Draw(int action, double[] pmf) {}

  public Bandit(List<String> actions, int features, long seed, String subject) {
    this.actions = List.copyOf(actions);
    this.features = features;
    this.seed = seed;
    this.subject = subject;
    arms = new ArmLearner(actions.size(), ArmSettings.DEFAULT);
    contexts = features > 0 ? new ContextLearner(actions.size(), features, io.chimera.refinement.state.optimise.context.ContextSettings.DEFAULT) : null;
    values = new PolicyValue(actions.size());
  }

  public Draw decide(String id, String group, double[] context, boolean[] allowed) {
    decisions++;
    int n = actions.size();
    boolean[] open = allowed;
    if (open == null) {
      open = new boolean[n];
      Arrays.fill(open, true);
    }
    double[] pmf;
    double[] predicted;
    boolean contextual = contexts != null && context != null && context.length == features;
    if (contextual) {
      ContextLearner.Scores scores = contexts.scores(context, group);
      predicted = scores.means();
      pmf = contextual(scores, open);
    } else {
      pmf = arms.distribution(open);
      predicted = arms.means();
    }
    int action = Propensity.draw(pmf, Propensity.uniform(seed, subject, decisions));
    if (pending.size() >= MAX_PENDING) {
      Iterator<String> oldest = pending.keySet().iterator();
      oldest.next();
      oldest.remove();
    }
    pending.put(
        id, new Pending(action, pmf, predicted, contextual ? context.clone() : null, group));
    return new Draw(action, pmf);
  }

  static final double F0 = Double.parseDouble(System.getProperty("f0", "0.03"));
  static final double F1 = Double.parseDouble(System.getProperty("f1", "0.008"));
  static final double FT = Double.parseDouble(System.getProperty("ft", "300"));

  private double[] contextual(ContextLearner.Scores scores, boolean[] open) {
    List<Belief> beliefs = new ArrayList<>();
    for (int k = 0; k < open.length; k++) {
      if (open[k]) {
        beliefs.add(new NormalBelief(scores.means()[k], scores.deviations()[k]));
      }
    }
    double[] best = BestArm.among(beliefs).probabilities();
    double floor = F1 + (F0 - F1) * FT / (FT + decisions);
    double[] pmf = new double[open.length];
    int i = 0;
    for (int k = 0; k < open.length; k++) {
      if (open[k]) {
        pmf[k] = (1 - floor) * best[i++] + floor / best.length;
      }
    }
    return pmf;
  }

  public boolean reward(String id, double reward) {
    if (!(reward >= -2 && reward <= 3)) {
      return false;
    }
    Pending decision = pending.remove(id);
    if (decision == null) {
      return false;
    }
    arms.learn(decision.action(), reward);
    if (decision.context() != null) {
      contexts.learn(decision.context(), decision.group(), decision.action(), reward);
    }
    values.add(decision.pmf(), decision.predicted(), decision.action(), reward);
    return true;
  }

  public PolicyValue.Estimate valueOfAlways(int action) {
    return values.of(action);
  }
}
