package io.chimera.refinement.state.optimise.retrain;

import io.chimera.refinement.state.optimise.Bandit;
import io.chimera.refinement.state.optimise.BanditSettings;
import io.chimera.refinement.state.optimise.DecisionContext;
import io.chimera.refinement.state.optimise.retrain.CaseLog.Case;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.IntPredicate;

/**
 * One learner over all components of a catalogue, in the order of time, each of them a group that
 * may differ; and what it is worth to a component that it has not learned from.
 *
 * <p>Worth: components are left out in turn, a fifth at a time. The learner goes through the
 * history of the others; each that was left out starts from it and goes through its own first
 * decisions, judged before they are learned from, against what the policy in force earned in them.
 * The interval is that over decisions or, where it is wider, that over components, which may be
 * alike within and differ between (Cameron and Miller, "A practitioner's guide to cluster-robust
 * inference", 2015, section II).
 *
 * <p>The settings are those in force without a model: those that a search found are for the pace of
 * one component, not of all together.
 */
final class Pooling {
  /** With fewer components nothing can be said about the next one. */
  static final int LEAST_COMPONENTS = 5;

  private static final int FOLDS = 5;
  private static final BanditSettings SETTINGS = BanditSettings.SMALL;

  private final CaseLog log;
  private final int from;

  /**
   * Over a part of history.
   *
   * @param from index of the first case that is learned from
   */
  Pooling(CaseLog log, int from) {
    this.log = log;
    this.from = from;
  }

  /** Components in this part of history. */
  int components() {
    return (int) log.cases().stream().skip(from).mapToInt(Case::subject).distinct().count();
  }

  /** What starting from it is worth to components that it has not learned from. */
  PolicyEstimate estimate() {
    List<List<Case>> first = firstDecisions();
    OffPolicyValue value = new OffPolicyValue();
    BetweenComponents between = new BetweenComponents();
    for (int fold = 0; fold < FOLDS; fold++) {
      int leftOut = fold;
      byte[] learned = BanditBytes.of(learner(subject -> subject % FOLDS != leftOut));
      PooledStart start = new PooledStart(0, SETTINGS, PolicyEstimate.NONE, learned);
      for (int subject = fold; subject < first.size(); subject += FOLDS) {
        judge(first.get(subject), start, value, between.next());
      }
    }
    return value.estimate().atLeastAsWideAs(between.halfWidth());
  }

  /** The first cases of each subject, by its index. */
  private List<List<Case>> firstDecisions() {
    List<List<Case>> first = new ArrayList<>();
    log.subjects().forEach(subject -> first.add(new ArrayList<>()));
    for (Case each : log.cases().subList(from, log.size())) {
      if (first.get(each.subject()).size() < PooledStart.OWN_LESSONS) {
        first.get(each.subject()).add(each);
      }
    }
    return first;
  }

  private void judge(
      List<Case> cases,
      PooledStart start,
      OffPolicyValue value,
      BetweenComponents.Component differences) {
    if (cases.isEmpty()) {
      return;
    }
    String key = log.subjects().get(cases.get(0).subject());
    Bandit bandit = start.of(log.actions().size(), DecisionContext.FEATURES, 0, key, key);
    for (Case each : cases) {
      Bandit.Opinion opinion =
          bandit.consider(each.context(), null, each.allowed(), log.exploration());
      if (each.drawn() == each.executed()) {
        double score =
            value.add(opinion.pmf(), opinion.predicted(), each.pmf(), each.drawn(), each.reward());
        differences.add(score - each.reward());
      }
      study(bandit, each, null, opinion.predicted());
    }
  }

  /**
   * The learner over all components.
   *
   * @param own components that have a learner of their own
   */
  PooledStart start(PolicyEstimate estimate, Set<String> own) {
    Bandit bandit = learner(subject -> true);
    bandit.keepGroups(newestBut(own));
    return new PooledStart(components(), SETTINGS, estimate, BanditBytes.of(bandit));
  }

  /** Components that appeared last. */
  private Set<String> newestBut(Set<String> own) {
    Set<String> kept = new HashSet<>();
    List<String> subjects = log.subjects();
    for (int i = subjects.size() - 1; i >= 0 && kept.size() < PooledStart.MOST_GROUPS; i--) {
      if (!own.contains(subjects.get(i))) {
        kept.add(subjects.get(i));
      }
    }
    return kept;
  }

  private Bandit learner(IntPredicate subjects) {
    Bandit bandit = new Bandit(log.actions().size(), DecisionContext.FEATURES, 0, "", SETTINGS);
    for (Case each : log.cases().subList(from, log.size())) {
      if (subjects.test(each.subject())) {
        String group = log.subjects().get(each.subject());
        study(bandit, each, group, bandit.predict(each.context(), group));
      }
    }
    return bandit;
  }

  private static void study(Bandit bandit, Case each, String groupOrNull, double[] predicted) {
    bandit.study(
        each.context(),
        groupOrNull,
        each.pmf(),
        predicted,
        each.drawn(),
        each.executed(),
        each.reward());
  }
}
