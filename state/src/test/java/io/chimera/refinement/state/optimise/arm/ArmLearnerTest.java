package io.chimera.refinement.state.optimise.arm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ArmLearnerTest {
  private static final boolean[] ALL = {true, true, true, true, true};

  private record Run(double regret, long jumps, double shareOfBestAtEnd) {}

  private static Run run(int decisions, IntFunction<double[]> means, long seed, double noise) {
    Random random = new Random(seed);
    ArmLearner learner = new ArmLearner(5, ArmSettings.DEFAULT);
    double regret = 0;
    int best = 0;
    for (int t = 0; t < decisions; t++) {
      double[] pmf = learner.distribution(ALL);
      double[] mean = means.apply(t);
      int action = draw(pmf, random.nextDouble());
      double top = Arrays.stream(mean).max().orElseThrow();
      regret += top - mean[action];
      best += t >= decisions * 0.9 && mean[action] == top ? 1 : 0;
      learner.learn(
          action,
          noise > 0
              ? mean[action] + noise * random.nextGaussian()
              : random.nextDouble() < mean[action] ? 1 : 0);
    }
    return new Run(regret, learner.jumps(), best / (0.1 * decisions));
  }

  private static int draw(double[] pmf, double uniform) {
    double sum = 0;
    for (int k = 0; k < pmf.length; k++) {
      sum += pmf[k];
      if (uniform < sum) {
        return k;
      }
    }
    return pmf.length - 1;
  }

  /**
   * REF-ALG-04; Thompson sampling has a mean regret of about 26 here. Single runs lie far apart: in
   * one of twenty the best action fails often at first, and it takes 700 decisions to come back.
   */
  @Test
  void aClearBestActionIsFoundAtTheRegretOfTheory() {
    double regret = 0;
    double share = 0;
    for (long seed = 1; seed <= 20; seed++) {
      Run run = run(3_000, t -> new double[] {0.5, 0.9, 0.7, 0.6, 0.8}, seed, 0);
      regret += run.regret() / 20;
      share += run.shareOfBestAtEnd() / 20;
    }
    assertThat(regret).isLessThan(35);
    assertThat(share).isGreaterThan(0.9);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void noisyRewardsBesideZeroAndOneAreLearnedToo(long seed) {
    assertThat(run(2_000, t -> new double[] {0.2, 0.5, 0.7, 0.4, 0.3}, seed, 0.3).regret())
        .isLessThan(60);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void aCollapseOfTheBestActionIsNoticed(long seed) {
    double[] before = {0.3, 0.7, 0.5, 0.2, 0.4};
    double[] after = {0.3, 0.05, 0.5, 0.2, 0.4};
    Run run = run(4_000, t -> t < 2_000 ? before : after, seed, 0);
    assertThat(run.jumps()).isPositive();
    assertThat(run.regret()).as("to go on as before would cost 900").isLessThan(300);
  }

  @Test
  void everyAllowedActionCanBeDrawnAndNoOther() {
    ArmLearner learner = new ArmLearner(5, ArmSettings.DEFAULT);
    boolean[] allowed = {true, false, true, false, true};
    for (int t = 0; t < 500; t++) {
      double[] pmf = learner.distribution(allowed);
      assertThat(Arrays.stream(pmf).sum()).isEqualTo(1, within(1e-12));
      for (int k = 0; k < 5; k++) {
        assertThat(pmf[k] > 0).isEqualTo(allowed[k]);
      }
      learner.learn(t % 2 == 0 ? 0 : 4, t % 2);
    }
  }

  @Test
  void aRewardThatIsNoNumberIsRefused() {
    assertThatThrownBy(() -> new ArmLearner(2, ArmSettings.DEFAULT).learn(0, Double.NaN))
        .hasMessage("reward must be finite, was NaN");
  }
}
