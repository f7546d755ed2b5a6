package io.chimera.refinement.state.optimise.belief;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.hipparchus.special.Erf;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BestArmTest {

  @Test
  void twoNormalsAreComparedByTheirDifference() {
    double[] p =
        BestArm.among(List.of(new NormalBelief(0.6, 0.1), new NormalBelief(0.5, 0.2)))
            .probabilities();
    double exact = 0.5 * Erf.erfc(-0.1 / Math.sqrt(2 * (0.01 + 0.04)));
    assertThat(p[0]).isEqualTo(exact, within(2e-3));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void probabilitiesAddUpToOneWhateverTheBeliefs(long seed) {
    Random random = new Random(seed);
    for (int round = 0; round < 200; round++) {
      List<Belief> beliefs = new ArrayList<>();
      for (int k = 1 + random.nextInt(12); k > 0; k--) {
        beliefs.add(
            random.nextBoolean()
                ? BetaBelief.of(1 + 1e4 * random.nextDouble(), 1 + 100 * random.nextDouble())
                : new NormalBelief(random.nextGaussian(), Math.exp(-20 * random.nextDouble())));
      }
      BestArm best = BestArm.among(beliefs);
      assertThat(Arrays.stream(best.probabilities()).sum()).isEqualTo(1, within(1e-12));
      assertThat(Arrays.stream(best.probabilities()).allMatch(p -> p >= 0 && p <= 1)).isTrue();
      double[] directed = InformationDirected.distribution(best);
      assertThat(Arrays.stream(directed).sum()).isEqualTo(1, within(1e-12));
      assertThat(Arrays.stream(directed).allMatch(p -> p >= 0 && p <= 1)).isTrue();
    }
  }

  @Test
  void whatIsKnownToBeWorseIsNotExplored() {
    double[] directed =
        InformationDirected.distribution(
            BestArm.among(
                List.of(
                    new NormalBelief(0.9, 0.01),
                    new NormalBelief(0.5, 0.01),
                    new NormalBelief(0.8, 0.2))));
    assertThat(directed[1]).isLessThan(1e-9);
    assertThat(directed[2]).isGreaterThan(0.1);
  }

  @Test
  void nothingToChooseFromIsRefused() {
    assertThatThrownBy(() -> BestArm.among(List.of())).hasMessageContaining("at least one");
  }
}
