package io.chimera.refinement.state.optimise;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One draw among the actions that are allowed.
 *
 * @param arm the arm that was drawn
 * @param propensity probability with which it was drawn
 * @param confidence probability that it is the best of those allowed
 * @param pmf probability of every action that was allowed, in the order of the catalogue
 * @param vetoed why the others were not
 */
record Choice(
    Arm arm,
    double propensity,
    double confidence,
    Map<String, Double> pmf,
    Map<String, String> vetoed) {

  /**
   * Draws with {@code uniform} in [0, 1).
   *
   * @param arms the arms of the catalogue; the first one stays allowed when all would be vetoed
   */
  static Choice among(List<Arm> arms, double exploration, long nowMillis, double uniform) {
    List<Arm> allowed = new ArrayList<>(arms.size());
    Map<String, String> vetoed = new LinkedHashMap<>();
    for (Arm arm : arms) {
      if (arm.vetoedAt(nowMillis)) {
        vetoed.put(arm.action(), arm.veto());
      } else {
        allowed.add(arm);
      }
    }
    if (allowed.isEmpty()) {
      allowed.add(arms.get(0));
      vetoed.remove(arms.get(0).action());
    }
    double[] best =
        ThompsonSampling.probabilitiesOfBest(allowed.stream().map(Arm::posterior).toList());
    double[] drawn = Propensity.withExploration(best, exploration);
    int chosen = Propensity.draw(drawn, uniform);
    Map<String, Double> pmf = new LinkedHashMap<>();
    for (int i = 0; i < drawn.length; i++) {
      pmf.put(allowed.get(i).action(), drawn[i]);
    }
    return new Choice(allowed.get(chosen), drawn[chosen], best[chosen], pmf, vetoed);
  }
}
