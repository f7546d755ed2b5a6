package io.chimera.refinement.state.optimise.retrain;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Finds the settings that would have decided best, by successive halving: all trials over a little
 * of the newest history, the better quarter over four times as much, and so on (Jamieson and
 * Talwalkar, "Non-stochastic best arm identification and hyperparameter optimization", 2016).
 *
 * <p>Each round learns from the first two thirds of its stretch and is judged on the last third.
 * How much of history to learn from shows only in the last round, which goes over all of it: there,
 * each trial that is left is tried over every share. Cost: about as much as two trials over
 * everything for each round, and as eight for the last.
 */
final class SettingsSearch {
  private static final int KEPT = 4;

  /** Fewer cases than this tell no settings apart. */
  private static final int LEAST_CASES = 2_000;

  private final CaseLog log;
  private final RetrainingProgress progress;

  SettingsSearch(CaseLog log, RetrainingProgress progress) {
    this.log = log;
    this.progress = progress;
  }

  /** A trial and how it has done. */
  record Tried(Trial trial, PolicyEstimate estimate) {}

  /** The best of {@code trials} on the cases before {@code to}. */
  Tried best(List<Trial> trials, int to) {
    List<Trial> left = trials;
    int stretch = firstStretch(trials.size(), to);
    while (true) {
      if (stretch == to) {
        left = left.stream().flatMap(Trial::overEachShare).toList();
      }
      List<Tried> tried = new ArrayList<>();
      for (Trial trial : left) {
        tried.add(new Tried(trial, run(trial, to - stretch, to)));
        progress.tried(trial.number());
      }
      tried.sort(
          Comparator.comparingDouble((Tried each) -> -each.estimate().value())
              .thenComparingInt(each -> each.trial().number())
              .thenComparingDouble(each -> -each.trial().share()));
      if (stretch == to) {
        return tried.get(0);
      }
      left =
          tried.stream()
              .limit(Math.max(1, (left.size() + KEPT - 1) / KEPT))
              .map(Tried::trial)
              .toList();
      stretch = Math.min(to, stretch * KEPT);
    }
  }

  private static int firstStretch(int trials, int all) {
    int stretch = all;
    for (int left = trials; left > KEPT / 2 && stretch > LEAST_CASES; left /= KEPT) {
      stretch /= KEPT;
    }
    return Math.min(all, Math.max(stretch, LEAST_CASES));
  }

  private PolicyEstimate run(Trial trial, int from, int to) {
    Rehearsal rehearsal = new Rehearsal(log, trial);
    int judged = from + (to - from) * 2 / 3;
    rehearsal.study(from(trial, from, judged), judged);
    return rehearsal.judge(judged, to);
  }

  /** Where the trial begins to learn. */
  static int from(Trial trial, int from, int to) {
    return to - (int) (trial.share() * (to - from));
  }
}
