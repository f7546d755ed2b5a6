package io.chimera.refinement.state.optimise;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("REF-STR-06: drift by the hour")
class RewardDriftTest {
  private static final long HOUR = 3_600_000;

  /** Mean reward by hour, 400 rewards in each, and what is said of it. */
  private static List<Double> drifts(long seed, int each, double... means) {
    Random random = new Random(seed);
    RewardDrift drift = new RewardDrift();
    List<Double> said = new ArrayList<>();
    for (int hour = 0; hour < means.length; hour++) {
      for (int i = 0; i < each; i++) {
        OptionalDouble now =
            drift.observe(
                means[hour] + 0.1 * random.nextGaussian(), hour * HOUR + i * (HOUR / each));
        now.ifPresent(said::add);
      }
    }
    return said;
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void aWorldThatStaysTheSameDriftsByLessThanOnePercent(long seed) {
    double[] means = new double[50];
    java.util.Arrays.fill(means, 0.7);
    assertThat(drifts(seed, 400, means)).hasSize(48).allMatch(percent -> percent < 1);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void aLossOfATenthIsSaidAndAGainIsNone(long seed) {
    List<Double> said = drifts(seed, 400, 0.7, 0.7, 0.63, 0.8, 0.8);
    assertThat(said).hasSize(3);
    assertThat(said.get(1)).isBetween(5.0, 10.5);
    assertThat(said.get(2)).isZero();
  }

  @Test
  void fewRewardsOrAnHourWithoutAnySayNothing() {
    assertThat(drifts(1, 20, 0.7, 0.1, 0.1)).isEmpty();
    RewardDrift drift = new RewardDrift();
    for (int i = 0; i < 100; i++) {
      assertThat(drift.observe(0.9, i)).isEmpty();
    }
    for (int i = 0; i < 100; i++) {
      assertThat(drift.observe(0.1, 2 * HOUR + i)).isEmpty();
    }
    assertThat(drift.observe(0.1, 3 * HOUR)).as("the hours have a gap between them").isEmpty();
  }
}
