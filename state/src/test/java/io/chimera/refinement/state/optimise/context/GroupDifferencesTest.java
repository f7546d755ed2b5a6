package io.chimera.refinement.state.optimise.context;

import static org.assertj.core.api.Assertions.assertThat;

import io.chimera.refinement.state.optimise.context.GroupRegression.Difference;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GroupDifferencesTest {
  private static Difference learned(long seed, double apart, String asked) {
    Random random = new Random(seed);
    GroupDifferences groups = new GroupDifferences(1, 2);
    for (int t = 0; t < 1_000; t++) {
      String group = t % 2 == 0 ? "up" : "down";
      double[] z = {random.nextGaussian(), 1};
      double mean = Logit.chance((t % 2 == 0 ? apart : -apart) * z[0]);
      Difference thought = groups.difference(group, 0, z);
      double reward = mean + 0.1 * random.nextGaussian();
      Observation seen = new Observation(0, reward, false, 0.01, thought);
      groups.learn(group, z, 0, seen, 0.01);
    }
    return groups.difference(asked, 0, new double[] {1, 1});
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void groupsThatDifferAreToldApart(long seed) {
    assertThat(learned(seed, 0.8, "up").mean()).isBetween(0.6, 1.0);
    assertThat(learned(seed, 0.8, "down").mean()).isBetween(-1.0, -0.6);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void groupsThatAreAlikeAreNotCorrected(long seed) {
    assertThat(Math.abs(learned(seed, 0, "up").mean())).isLessThan(0.05);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void aNewGroupIsLikeTheOthersButLessIsKnownOfIt(long seed) {
    Difference fresh = learned(seed, 0.8, "new");
    assertThat(fresh.mean()).isZero();
    assertThat(fresh.variance()).isGreaterThan(10 * learned(seed, 0.8, "up").variance());
  }
}
