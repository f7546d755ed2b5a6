package io.chimera.refinement.local.simulator;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;

/**
 * Compares the decisions with the best that one fixed action could have done at the same moments.
 * Both are true expected rewards, which only the simulator knows. Not thread-safe.
 */
public final class GainTally {
  private final TreeMap<String, Double> sumByAction = new TreeMap<>();
  private final List<Double> chosen = new ArrayList<>();

  void add(Advice advice, ToDoubleFunction<String> expectedReward) {
    chosen.add(expectedReward.applyAsDouble(advice.action()));
    for (String action : advice.alternatives()) {
      sumByAction.merge(action, expectedReward.applyAsDouble(action), Double::sum);
    }
  }

  public long decisions() {
    return chosen.size();
  }

  /** Mean expected reward of what was decided, in [0, 1]; 0 before the first decision. */
  public double meanReward() {
    return mean(chosen);
  }

  /** The same over the newer half of the decisions: what was learned by then shows here. */
  public double meanRewardOfLate() {
    return mean(chosen.subList(chosen.size() / 2, chosen.size()));
  }

  /** The best mean that one action for every component would have reached; 0 before the first. */
  public double staticBest() {
    return sumByAction.values().stream()
        .mapToDouble(sum -> sum / Math.max(1, chosen.size()))
        .max()
        .orElse(0);
  }

  private static double mean(List<Double> rewards) {
    return rewards.stream().mapToDouble(Double::doubleValue).average().orElse(0);
  }
}
