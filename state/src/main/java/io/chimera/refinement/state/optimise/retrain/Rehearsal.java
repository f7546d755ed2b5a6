package io.chimera.refinement.state.optimise.retrain;

import io.chimera.refinement.state.optimise.Bandit;
import io.chimera.refinement.state.optimise.DecisionContext;
import io.chimera.refinement.state.optimise.retrain.CaseLog.Case;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One trial going through history: a bandit per subject that studies each decision after it was
 * asked what it would have done. It is judged by {@link OffPolicyValue}, always on what it has not
 * yet learned (progressive validation: Blum, Kalai and Langford, "Beating the hold-out", 1999).
 */
final class Rehearsal {
  private final CaseLog log;
  private final Trial trial;
  private final Bandit[] bandits;

  Rehearsal(CaseLog log, Trial trial) {
    this.log = log;
    this.trial = trial;
    this.bandits = new Bandit[log.subjects().size()];
  }

  /** Learns from the cases from {@code from} to before {@code to}. */
  void study(int from, int to) {
    for (int i = from; i < to; i++) {
      Case each = log.cases().get(i);
      Bandit bandit = bandit(each.subject());
      learn(bandit, each, bandit.predict(each.context(), null));
    }
  }

  /** The same, and tells how good its decisions would have been. */
  PolicyEstimate judge(int from, int to) {
    OffPolicyValue value = new OffPolicyValue();
    for (int i = from; i < to; i++) {
      Case each = log.cases().get(i);
      Bandit bandit = bandit(each.subject());
      Bandit.Opinion opinion =
          bandit.consider(each.context(), null, each.allowed(), log.exploration());
      if (each.drawn() == each.executed()) {
        value.add(opinion.pmf(), opinion.predicted(), each.pmf(), each.drawn(), each.reward());
      }
      learn(bandit, each, opinion.predicted());
    }
    return value.estimate();
  }

  private static void learn(Bandit bandit, Case each, double[] predicted) {
    bandit.study(
        each.context(), null, each.pmf(), predicted, each.drawn(), each.executed(), each.reward());
  }

  private Bandit bandit(int subject) {
    if (bandits[subject] == null) {
      bandits[subject] =
          new Bandit(
              log.actions().size(),
              DecisionContext.FEATURES,
              0,
              log.subjects().get(subject),
              trial.settings());
    }
    return bandits[subject];
  }

  /** What was learned, by subject. */
  Map<String, Bandit> learners() {
    Map<String, Bandit> learners = new LinkedHashMap<>();
    for (int i = 0; i < bandits.length; i++) {
      if (bandits[i] != null) {
        learners.put(log.subjects().get(i), bandits[i]);
      }
    }
    return learners;
  }
}
