package io.chimera.refinement.local.simulator;

import java.util.TreeMap;
import java.util.function.ToDoubleFunction;

/**
 * Compares the decisions with the best that one fixed action could have done at the same moments.
 * Both are true expected rewards, which only the simulator knows. Not thread-safe.
 */
public final class GainTally {
  private final TreeMap<String, Double> sumByAction = new TreeMap<>();
  private long decisions;
  private double chosen;

  void add(Advice advice, ToDoubleFunction<String> expectedReward) {
    decisions++;
    chosen += expectedReward.applyAsDouble(advice.action());
    for (String action : advice.alternatives()) {
      sumByAction.merge(action, expectedReward.applyAsDouble(action), Double::sum);
    }
  }

  public long decisions() {
    return decisions;
  }

  /** Mean expected reward of what was decided, in [0, 1]; 0 before the first decision. */
  public double meanReward() {
    return decisions == 0 ? 0 : chosen / decisions;
  }

  /**
   * The best mean that one action for every component would have reached; 0 before the first
   * decision.
   */
  public double staticBest() {
    return decisions == 0
        ? 0
        : sumByAction.values().stream().mapToDouble(sum -> sum / decisions).max().orElse(0);
  }
}
