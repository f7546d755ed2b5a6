package io.chimera.refinement.state.optimise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PropensityTest {

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void actionsAreDrawnAsOftenAsTheirProbabilitySays(long seed) {
    double[] pmf = Propensity.withExploration(new double[] {0.7, 0, 0.25, 0.05}, 0.08);
    int draws = 50_000;
    int[] drawn = new int[pmf.length];
    for (int n = 1; n <= draws; n++) {
      drawn[Propensity.draw(pmf, Propensity.uniform(seed, "mplp|context|cache", n))]++;
    }
    double chiSquare = 0;
    for (int i = 0; i < pmf.length; i++) {
      chiSquare += Math.pow(drawn[i] - draws * pmf[i], 2) / (draws * pmf[i]);
    }
    assertThat(chiSquare).as("99.9 % point with 3 degrees of freedom").isLessThan(16.27);
  }

  @Test
  void everyActionKeepsItsShareOfTheExploration() {
    double[] pmf = Propensity.withExploration(new double[] {1, 0, 0, 0}, 0.08);
    assertThat(pmf).containsExactly(new double[] {0.94, 0.02, 0.02, 0.02}, within(1e-15));
    assertThat(Arrays.stream(pmf).sum()).isEqualTo(1, within(1e-12));
  }

  @Test
  void whatCannotBeDrawnIsNotDrawn() {
    double[] pmf = {0, 0.5, 0, 0.5 - 1e-16, 0};
    assertThat(Propensity.draw(pmf, 0)).isEqualTo(1);
    assertThat(Propensity.draw(pmf, 0.5)).isEqualTo(3);
    assertThat(Propensity.draw(pmf, Math.nextDown(1.0))).isEqualTo(3);
  }

  @Test
  void aDrawDependsOnSeedSubjectAndNumberOnly() {
    double drawn = Propensity.uniform(7, "a|b|c", 41);
    assertThat(drawn)
        .isEqualTo(Propensity.uniform(7, "a|b|c", 41))
        .isBetween(0.0, Math.nextDown(1.0));
    assertThat(drawn)
        .isNotEqualTo(Propensity.uniform(8, "a|b|c", 41))
        .isNotEqualTo(Propensity.uniform(7, "a|b|d", 41))
        .isNotEqualTo(Propensity.uniform(7, "a|b|c", 42));
  }

  @Test
  void explorationIsAShare() {
    assertThatThrownBy(() -> Propensity.withExploration(new double[] {1}, 1.5))
        .hasMessage("exploration must be in [0, 1], was 1.5");
  }
}
