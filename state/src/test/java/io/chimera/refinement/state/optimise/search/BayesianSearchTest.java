package io.chimera.refinement.state.optimise.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BayesianSearchTest {
  private static final SearchSpace SPACE =
      new SearchSpace(
          List.of(
              new Tunable("batch", 1, 256, true, true), new Tunable("share", -1, 1, false, false)));

  private static double bowl(double[] x) {
    double batch = Math.log(x[0] / 32) / Math.log(256);
    return batch * batch + (x[1] - 0.3) * (x[1] - 0.3);
  }

  /** REF-ALG-09. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void theBottomOfABowlIsFound(long seed) {
    BayesianSearch search = new BayesianSearch(SPACE, new double[] {4, -0.5}, false, 0, seed);
    for (int i = 0; i < 25; i++) {
      double[] setting = search.suggest();
      assertThat(setting[0]).isBetween(1.0, 256.0).isEqualTo(Math.rint(setting[0]));
      assertThat(setting[1]).isBetween(-1.0, 1.0);
      search.observe(setting, bowl(setting), null);
    }
    assertThat(bowl(search.best())).isLessThan(0.01);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void limitsAreHardlyEverBroken(long seed) {
    BayesianSearch search = new BayesianSearch(SPACE, new double[] {4, -0.5}, true, 1, seed);
    int broken = 0;
    for (int i = 0; i < 25; i++) {
      double[] setting = search.suggest();
      double limit = setting[1] - 0.1; // the bowl's bottom lies beyond
      broken += limit > 0 ? 1 : 0;
      search.observe(setting, bowl(setting), new double[] {limit});
    }
    assertThat(broken).isLessThanOrEqualTo(4);
    double[] best = search.best();
    assertThat(best[1]).isLessThanOrEqualTo(0.11);
    assertThat(bowl(best)).isLessThan(bowl(new double[] {4, -0.5}) / 2);
  }

  @Test
  void aRestoredSearchGoesOnTheSame() throws IOException {
    BayesianSearch search = new BayesianSearch(SPACE, new double[] {4, -0.5}, true, 1, 9);
    for (int i = 0; i < 12; i++) {
      double[] setting = search.suggest();
      search.observe(setting, bowl(setting), new double[] {-1});
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    search.write(new DataOutputStream(bytes));
    BayesianSearch twin = new BayesianSearch(SPACE, new double[] {4, -0.5}, true, 1, 9);
    twin.restore(new DataInputStream(new ByteArrayInputStream(bytes.toByteArray())));
    assertThat(twin.best()).containsExactly(search.best());
    for (int i = 0; i < 3; i++) {
      double[] setting = search.suggest();
      assertThat(twin.suggest()).containsExactly(setting);
      search.observe(setting, bowl(setting), new double[] {-1});
      twin.observe(setting, bowl(setting), new double[] {-1});
    }
  }

  @Test
  void theSamePointAgainAndAgainIsNoReasonToFail() {
    BayesianSearch search = new BayesianSearch(SPACE, new double[] {4, 0}, false, 0, 2);
    for (int i = 0; i < 20; i++) {
      search.observe(new double[] {4, 0}, 1, null);
    }
    assertThat(search.suggest()).hasSize(2);
    assertThat(search.best()).containsExactly(4, 0);
  }

  @Test
  void aProcessOnTwinPointsGetsANugget() {
    double[][] twins = {{0.5}, {0.5}, {0.5}};
    GaussianProcess process =
        GaussianProcess.fit(
            twins, new double[] {1, 1, 1}, new GaussianProcess.Hyper(new double[] {0.5}, 1, 0));
    assertThat(process.predict(new double[] {0.5}).deviation()).isLessThan(0.01);
  }

  @Test
  void impossibleBoundsAndValuesAreRefused() {
    assertThatThrownBy(() -> new Tunable("pool", 5, 5, true, false))
        .hasMessageContaining("pool must have bounds");
    assertThatThrownBy(() -> new Tunable("pool", 0, 5, true, true))
        .hasMessageContaining("positive low");
    BayesianSearch search = new BayesianSearch(SPACE, new double[] {4, 0}, false, 0, 2);
    assertThatThrownBy(() -> search.observe(new double[] {4, 0}, Double.NaN, null))
        .hasMessage("value must be finite, was NaN");
  }
}
