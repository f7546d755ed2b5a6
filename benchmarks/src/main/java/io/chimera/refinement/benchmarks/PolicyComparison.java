package io.chimera.refinement.benchmarks;

import io.chimera.refinement.local.simulator.DecisionHistory;
import io.chimera.refinement.state.optimise.Bandit;
import io.chimera.refinement.state.optimise.BanditSettings;
import io.chimera.refinement.state.optimise.DecisionContext;
import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * The optimiser beside those who decide without it, all in the same simulated world and at the same
 * moments (REF-CMP-01, 05, 06): the action that would have been best for ever, rules with fixed
 * thresholds, and a person.
 *
 * <p>The rules are those that an engineer writes before anything is known of a world: add capacity
 * where the objective is high, move load where much is going wrong, purge where things got worse
 * quickly. The person goes by what worked lately: the mean of the last five outcomes of an action
 * when the objective was as high as now, and slips once in seven times.
 */
final class PolicyComparison {
  private static final double HIGH = 250;
  private static final double MANY_FINDINGS = 2;
  private static final double QUICKLY = 0.25;
  private static final int OUTCOMES = 5;
  private static final double SLIPS = 1 / 7.0;
  private static final double NOISE = 0.15;
  private static final int REPEATED = 300;
  private static final int TIMES = 20;

  private final DecisionHistory world;
  private final SplittableRandom chance;
  private final int actions = DecisionHistory.ACTIONS.size();

  /**
   * Mean true rewards over the second half of the decisions; the first half is for learning.
   *
   * @param optimiser of the optimiser
   * @param oneAction of the one action that is best over all moments
   * @param rules of the rules
   * @param person of the person
   * @param optimiserRight share of its decisions that were the best of that moment
   * @param personRight the same of the person
   * @param optimiserVariance chance that the same decision, asked again, comes out otherwise
   * @param personVariance the same of the person
   */
  record Scores(
      double optimiser,
      double oneAction,
      double rules,
      double person,
      double optimiserRight,
      double personRight,
      double optimiserVariance,
      double personVariance) {}

  PolicyComparison(long seed) {
    world = new DecisionHistory(seed, 1, Integer.MAX_VALUE);
    chance = new SplittableRandom(seed);
  }

  Scores over(int decisions) {
    Bandit bandit = fresh();
    double[][] remembered = new double[2 * actions][0];
    double[] sums = new double[actions];
    double optimiser = 0;
    double rules = 0;
    double person = 0;
    int right = 0;
    int personRight = 0;
    int counted = decisions - decisions / 2;
    for (int i = 0; i < decisions; i++) {
      double[] context = world.context(i);
      double[] means = world.means(context, false);
      String id = "d" + i;
      int ours = bandit.decide(id, null, context, null).action();
      bandit.reward(id, reward(means[ours], i));
      int theirs = slipping(remembered, context);
      remember(remembered, slot(context, theirs), reward(means[theirs], i));
      if (i >= decisions - counted) {
        optimiser += means[ours] / counted;
        person += means[theirs] / counted;
        rules += means[byRules(context)] / counted;
        right += means[ours] == best(means) ? 1 : 0;
        personRight += means[theirs] == best(means) ? 1 : 0;
        for (int k = 0; k < actions; k++) {
          sums[k] += means[k] / counted;
        }
      }
    }
    return new Scores(
        optimiser,
        best(sums),
        rules,
        person,
        1.0 * right / counted,
        1.0 * personRight / counted,
        repeated(DecisionTrials.bytes(bandit), decisions),
        repeated(remembered, decisions));
  }

  private static Bandit fresh() {
    return new Bandit(
        DecisionHistory.ACTIONS.size(),
        DecisionContext.FEATURES,
        1,
        "comparison",
        BanditSettings.SMALL);
  }

  private double reward(double mean, int number) {
    double noise = new SplittableRandom(number).nextGaussian();
    return Math.max(0, Math.min(1, mean + NOISE * noise));
  }

  private static double best(double[] means) {
    return Arrays.stream(means).max().orElseThrow();
  }

  private static int byRules(double[] context) {
    if (context[0] > HIGH) {
      return DecisionHistory.ACTIONS.indexOf("scale_out");
    }
    if (context[3] >= MANY_FINDINGS) {
      return DecisionHistory.ACTIONS.indexOf("shift_load");
    }
    return DecisionHistory.ACTIONS.indexOf(context[1] > QUICKLY ? "purge" : "hold");
  }

  private int slipping(double[][] remembered, double[] context) {
    return chance.nextDouble() < SLIPS
        ? chance.nextInt(actions)
        : byImpression(remembered, context);
  }

  private int byImpression(double[][] remembered, double[] context) {
    int best = 0;
    double highest = Double.NEGATIVE_INFINITY;
    for (int k = 0; k < actions; k++) {
      double[] lately = remembered[slot(context, k)];
      double impression = lately.length == 0 ? 1 : Arrays.stream(lately).sum() / lately.length;
      if (impression > highest) {
        highest = impression;
        best = k;
      }
    }
    return best;
  }

  private int slot(double[] context, int action) {
    return action + (context[0] > 200 ? actions : 0);
  }

  private static void remember(double[][] remembered, int slot, double reward) {
    double[] before = remembered[slot];
    int kept = Math.min(before.length, OUTCOMES - 1);
    double[] after = Arrays.copyOfRange(before, before.length - kept, before.length + 1);
    after[kept] = reward;
    remembered[slot] = after;
  }

  /** The same moments asked again of a restored bandit, as after a failure. */
  private double repeated(byte[] state, int decisions) {
    double otherwise = 0;
    for (int m = 0; m < REPEATED; m++) {
      int[] counts = new int[actions];
      for (int i = 0; i < TIMES; i++) {
        Bandit again = fresh();
        DecisionTrials.restore(again, state);
        counts[again.decide("again", null, world.context(decisions + m), null).action()]++;
      }
      otherwise += disagreement(counts) / REPEATED;
    }
    return otherwise;
  }

  private double repeated(double[][] remembered, int decisions) {
    double otherwise = 0;
    for (int m = 0; m < REPEATED; m++) {
      int[] counts = new int[actions];
      for (int i = 0; i < TIMES; i++) {
        counts[slipping(remembered, world.context(decisions + m))]++;
      }
      otherwise += disagreement(counts) / REPEATED;
    }
    return otherwise;
  }

  /** Variance of a choice among names: the chance that two of them differ (Gini 1912). */
  private static double disagreement(int[] counts) {
    double same = 0;
    for (int count : counts) {
      double share = 1.0 * count / TIMES;
      same += share * share;
    }
    return 1 - same;
  }
}
