package io.chimera.refinement.benchmarks;

import io.chimera.refinement.local.simulator.DecisionHistory;
import io.chimera.refinement.state.optimise.Bandit;
import io.chimera.refinement.state.optimise.BanditSettings;
import io.chimera.refinement.state.optimise.DecisionContext;
import io.chimera.refinement.state.optimise.retrain.PooledStart;
import io.chimera.refinement.state.optimise.retrain.TrainedModel;
import java.util.function.Function;

/**
 * How well components decide at first that are in no history: as a share of the way from taking any
 * action to always taking the best one.
 *
 * @param world where they live; components from its number on are new
 */
record ColdStart(DecisionHistory world) {
  private static final int ACTIONS = DecisionHistory.ACTIONS.size();
  private static final int NEW_COMPONENTS = 200;
  private static final int DECISIONS = 20;
  private static final double EXPLORATION = 0.1;
  private static final long AFTER_ALL_HISTORY = 10_000_000;

  /** Share of the gain when each starts from what the model has for it, as the job does. */
  double from(TrainedModel model) {
    PooledStart pooled = model.pooled();
    return pooled == null
        ? fromNothing()
        : share(
            subject ->
                pooled.of(ACTIONS, DecisionContext.FEATURES, world.seed(), subject, subject));
  }

  /** Share of the gain when each starts from nothing. */
  double fromNothing() {
    return share(
        subject ->
            new Bandit(
                ACTIONS, DecisionContext.FEATURES, world.seed(), subject, BanditSettings.SMALL));
  }

  private double share(Function<String, Bandit> start) {
    double gained = 0;
    double possible = 0;
    for (int i = 0; i < NEW_COMPONENTS; i++) {
      int component = world.components() + i;
      Bandit bandit = start.apply(DecisionHistory.subject(component));
      for (int t = 0; t < DECISIONS; t++) {
        long number = AFTER_ALL_HISTORY + (long) i * DECISIONS + t;
        double[] context = world.context(number);
        double[] means = world.means(component, context, false);
        String id = Long.toString(number);
        Bandit.Draw draw = bandit.decide(id, null, context, null, EXPLORATION);
        bandit.reward(id, world.reward(means[draw.action()], number));
        double any = 0;
        double best = 0;
        for (double mean : means) {
          any += mean / means.length;
          best = Math.max(best, mean);
        }
        gained += means[draw.action()] - any;
        possible += best - any;
      }
    }
    return gained / possible;
  }
}
