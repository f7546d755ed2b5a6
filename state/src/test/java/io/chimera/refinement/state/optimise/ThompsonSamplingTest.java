package io.chimera.refinement.state.optimise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ThompsonSamplingTest {

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void theProbabilitiesAreThoseOfDrawsFromThePosteriors(long seed) {
    Random random = new Random(seed);
    int arms = 2 + random.nextInt(5);
    int[][] parameters = new int[arms][];
    for (int arm = 0; arm < arms; arm++) {
      parameters[arm] = new int[] {1 + random.nextInt(12), 1 + random.nextInt(12)};
    }
    int draws = 40_000;
    double[] wins = new double[arms];
    for (int i = 0; i < draws; i++) {
      double highest = -1;
      int winner = 0;
      for (int arm = 0; arm < arms; arm++) {
        double drawn = beta(parameters[arm][0], parameters[arm][1], random);
        if (drawn > highest) {
          highest = drawn;
          winner = arm;
        }
      }
      wins[winner]++;
    }
    double[] best =
        ThompsonSampling.probabilitiesOfBest(
            Arrays.stream(parameters).map(p -> new BetaPosterior(p[0], p[1])).toList());
    for (int arm = 0; arm < arms; arm++) {
      double fourErrors = 4 * Math.sqrt(0.25 / draws);
      assertThat(best[arm]).isEqualTo(wins[arm] / draws, within(fourErrors));
    }
  }

  /**
   * A Beta(a, b) draw with integer parameters is the a-th smallest of a + b - 1 uniform numbers.
   */
  private static double beta(int a, int b, Random random) {
    double[] uniform = random.doubles(a + b - 1L).sorted().toArray();
    return uniform[a - 1];
  }

  @ParameterizedTest
  @CsvSource({
    "1, 1",
    "2, 7",
    "2.5, 1.25",
    "4000, 100",
    "1, 1e6",
    "3e7, 5e7",
    "1e15, 1e15",
    "1e15, 1",
    "1, 1e15"
  })
  void equalArmsAreEquallyLikely(double alpha, double beta) {
    for (int arms = 1; arms <= 9; arms++) {
      double[] best =
          ThompsonSampling.probabilitiesOfBest(
              Collections.nCopies(arms, new BetaPosterior(alpha, beta)));
      double share = 1.0 / arms;
      Arrays.stream(best).forEach(p -> assertThat(p).isEqualTo(share, within(1e-9)));
    }
  }

  @Test
  void twoArmsFollowTheClosedForm() {
    // P(X > Y) for X ~ Beta(2, 1), Y ~ Beta(1, 1) is E[X] = 2/3.
    double[] best =
        ThompsonSampling.probabilitiesOfBest(
            List.of(new BetaPosterior(2, 1), BetaPosterior.UNIFORM));
    assertThat(best[0]).isEqualTo(2.0 / 3, within(1e-5));
  }

  @Test
  void farApartPosteriorsLeaveNoDoubt() {
    double[] best =
        ThompsonSampling.probabilitiesOfBest(
            List.of(new BetaPosterior(9e8, 1e8), new BetaPosterior(1e8, 9e8)));
    assertThat(best[0]).isEqualTo(1, within(1e-12));
    assertThat(best[1]).isBetween(0.0, 1e-12);
  }

  @Test
  void narrowPosteriorsCloseTogetherAreToldApart() {
    // Means 0.5 and 0.5004, standard deviations 1e-4: finer than a grid over all of (0, 1) could
    // see.
    double[] best =
        ThompsonSampling.probabilitiesOfBest(
            List.of(
                new BetaPosterior(12_500_000, 12_500_000),
                new BetaPosterior(12_510_000, 12_490_000)));
    assertThat(best[1]).isEqualTo(0.99766, within(2e-4)); // Φ(4 / √2)
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void theProbabilitiesAddUpToOne(long seed) {
    Random random = new Random(seed);
    for (int i = 0; i < 30; i++) {
      List<BetaPosterior> arms =
          IntStream.range(0, 1 + random.nextInt(20))
              .mapToObj(
                  a ->
                      new BetaPosterior(
                          1 + Math.pow(10, 9 * random.nextDouble()),
                          1 + Math.pow(10, 9 * random.nextDouble())))
              .toList();
      double[] best = ThompsonSampling.probabilitiesOfBest(arms);
      assertThat(Arrays.stream(best).sum()).isEqualTo(1, within(1e-12));
      Arrays.stream(best).forEach(p -> assertThat(p).isBetween(0.0, 1.0));
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6})
  void theRegretOnBernoulliArmsIsFarBelowThatOfGuessing(long seed) {
    double[] means = {0.2, 0.5, 0.7};
    Random world = new Random(seed);
    BetaPosterior[] arms = {BetaPosterior.UNIFORM, BetaPosterior.UNIFORM, BetaPosterior.UNIFORM};
    int rounds = 2_000;
    double regret = 0;
    int[] late = new int[3];
    for (int round = 1; round <= rounds; round++) {
      double[] pmf = ThompsonSampling.probabilitiesOfBest(List.of(arms));
      int arm = Propensity.draw(pmf, Propensity.uniform(seed, "bernoulli", round));
      arms[arm] = arms[arm].after(world.nextDouble() < means[arm] ? 1 : 0);
      regret += means[2] - means[arm];
      if (round > rounds - 500) {
        late[arm]++;
      }
    }
    // Guessing costs 2,000 * 0.2333 = 467. Lai and Robbins' bound for these arms is about 25.
    assertThat(regret).isLessThan(80);
    assertThat(late[2]).isGreaterThan(470);
  }

  @Test
  void aFloodOfRewardsLeavesThePosteriorFinite() {
    BetaPosterior posterior = new BetaPosterior(Long.MAX_VALUE, 1);
    for (int i = 0; i < 1_000; i++) {
      posterior = posterior.after(1).after(0).after(0.3);
    }
    assertThat(posterior.mean()).isBetween(0.0, 1.0);
    assertThat(posterior.variance()).isFinite().isNotNegative();
    double[] best = ThompsonSampling.probabilitiesOfBest(List.of(posterior, BetaPosterior.UNIFORM));
    assertThat(best[0] + best[1]).isEqualTo(1, within(1e-12));
    assertThat(best[0]).isGreaterThan(0.99);
  }

  @Test
  void aRewardOutsideTheUnitIntervalIsRefused() {
    assertThatThrownBy(() -> BetaPosterior.UNIFORM.after(1.1))
        .hasMessage("reward must be in [0, 1], was 1.1");
    assertThatThrownBy(() -> BetaPosterior.UNIFORM.after(Double.NaN))
        .hasMessage("reward must be in [0, 1], was NaN");
    assertThatThrownBy(() -> ThompsonSampling.probabilitiesOfBest(List.of()))
        .hasMessageContaining("at least one");
  }
}
