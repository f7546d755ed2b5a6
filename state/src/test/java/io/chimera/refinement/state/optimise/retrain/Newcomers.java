package io.chimera.refinement.state.optimise.retrain;

import io.chimera.refinement.state.optimise.Bandit;
import io.chimera.refinement.state.optimise.BanditSettings;
import io.chimera.refinement.state.optimise.DecisionContext;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.IntFunction;

/**
 * A catalogue of three actions whose rewards depend on the level of the objective, in another way
 * for each component as far as {@code variety} says; components learn as they go.
 *
 * @param variety 0: all are alike; 1: they have nothing in common
 */
record Newcomers(long seed, int components, double variety) {
  private static final double EXPLORATION = 0.1;
  private static final List<String> ACTIONS = List.of("a", "b", "c");

  /** Decisions of all components, which take turns and start from nothing. */
  List<Lesson> lessons(int number) {
    return lessons(number, EXPLORATION);
  }

  /**
   * The same with another share of uniform draws.
   *
   * @param exploration 1 for a policy that does not heed what it has learned
   */
  List<Lesson> lessons(int number, double exploration) {
    Random random = new Random(seed);
    List<Lesson> lessons = new ArrayList<>();
    Map<Integer, Bandit> bandits = new HashMap<>();
    for (int i = 0; i < number; i++) {
      int component = i % components;
      Bandit bandit = bandits.computeIfAbsent(component, this::fromNothing);
      double[] context = context(random);
      Bandit.Draw draw = bandit.decide("" + i, null, context, null, exploration);
      double reward = reward(component, draw.action(), context, random);
      bandit.reward("" + i, reward);
      Map<String, Double> pmf = new HashMap<>();
      for (int k = 0; k < ACTIONS.size(); k++) {
        pmf.put(ACTIONS.get(k), draw.pmf()[k]);
      }
      String drawn = ACTIONS.get(draw.action());
      lessons.add(
          new Lesson(
              "cache",
              "s",
              "c" + component,
              1_000L * i,
              i / components,
              drawn,
              drawn,
              reward,
              pmf,
              List.of(),
              Map.of("objective", context[0], "open_findings", 0.0)));
    }
    return lessons;
  }

  Bandit fromNothing(int component) {
    return new Bandit(
        ACTIONS.size(), DecisionContext.FEATURES, seed, "s/c" + component, BanditSettings.SMALL);
  }

  /** One that starts from what was learned. */
  Bandit from(PooledStart start, int component) {
    String key = "s/c" + component;
    return start.of(ACTIONS.size(), DecisionContext.FEATURES, seed, key, key);
  }

  private static double[] context(Random random) {
    return new double[] {100 + 100 * random.nextDouble(), Double.NaN, Double.NaN, 0};
  }

  private double reward(int component, int action, double[] context, Random random) {
    double noise = 0.2 * (random.nextDouble() - 0.5);
    return Math.max(0, Math.min(1, mean(component, action, context) + noise));
  }

  private double mean(int component, int action, double[] context) {
    double z = (context[0] - 150) / 50;
    double common = effect("", action, z);
    double own = effect("c" + component, action, z);
    return Math.max(0, Math.min(1, 0.5 + (1 - variety) * common + variety * own));
  }

  private double effect(String of, int action, double z) {
    Random random = new Random(31L * (seed + of.hashCode()) + action);
    random.nextDouble();
    return 0.4 * (random.nextDouble() - 0.5) + 0.7 * (random.nextDouble() - 0.5) * z;
  }

  /**
   * Share of the way from any action to the best one, over the first decisions of components that
   * are in no history.
   */
  double share(IntFunction<Bandit> start, int decisions) {
    double gained = 0;
    double possible = 0;
    for (int component = components; component < components + 60; component++) {
      Random random = new Random(seed + component);
      Bandit bandit = start.apply(component);
      for (int i = 0; i < decisions; i++) {
        double[] context = context(random);
        Bandit.Draw draw = bandit.decide("" + i, null, context, null, EXPLORATION);
        bandit.reward("" + i, reward(component, draw.action(), context, random));
        double any = 0;
        double best = 0;
        for (int k = 0; k < ACTIONS.size(); k++) {
          double mean = mean(component, k, context);
          any += mean / ACTIONS.size();
          best = Math.max(best, mean);
        }
        gained += mean(component, draw.action(), context) - any;
        possible += best - any;
      }
    }
    return gained / possible;
  }
}
