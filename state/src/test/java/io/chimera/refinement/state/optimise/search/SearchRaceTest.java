package io.chimera.refinement.state.optimise.search;

import static org.assertj.core.api.Assertions.assertThat;

import io.chimera.refinement.state.optimise.search.SearchRace.Runner;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SearchRaceTest {
  private static final SearchSpace SPACE =
      new SearchSpace(
          List.of(
              new Tunable("batch", 1, 256, true, true), new Tunable("share", -1, 1, false, false)));
  private static final double[] START = {4, -0.5};

  private static double bowl(double[] x) {
    double batch = Math.log(x[0] / 32) / Math.log(256);
    return batch * batch + (x[1] - 0.3) * (x[1] - 0.3);
  }

  @Test
  void theBayesianSearchRunsWhileItGains() {
    SearchRace race = new SearchRace(SPACE, START, false, 0, 1);
    BayesianSearch alone = new BayesianSearch(SPACE, START, false, 0, 1);
    for (int i = 0; i < 15; i++) {
      double[] setting = race.suggest();
      assertThat(race.runner()).isEqualTo(Runner.BAYESIAN);
      assertThat(setting).containsExactly(alone.suggest());
      race.observe(setting, bowl(setting), null);
      alone.observe(setting, bowl(setting), null);
    }
    assertThat(race.best()).containsExactly(alone.best());
  }

  @Test
  void theGradientGetsARoundOfThreeWhenNothingBetterIsFound() {
    SearchRace race = new SearchRace(SPACE, START, false, 0, 1);
    List<Runner> runners = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      double[] setting = race.suggest();
      runners.add(race.runner());
      race.observe(setting, i == 0 ? 0 : 1, null);
    }
    int first = runners.indexOf(Runner.GRADIENT);
    assertThat(first).isGreaterThanOrEqualTo(16);
    assertThat(runners.subList(first, first + 3)).containsOnly(Runner.GRADIENT);
    assertThat(runners.subList(first, 40)).as("nor does that help").contains(Runner.BAYESIAN);
    assertThat(race.best()).containsExactly(START);
  }

  @Test
  void aRestoredRaceGoesOnTheSame() throws IOException {
    SearchRace race = new SearchRace(SPACE, START, true, 1, 5);
    for (int i = 0; i < 22; i++) {
      race.observe(race.suggest(), i == 0 ? 0 : 1, new double[] {-1});
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    race.write(new DataOutputStream(bytes));
    SearchRace twin = new SearchRace(SPACE, START, true, 1, 5);
    twin.restore(new DataInputStream(new ByteArrayInputStream(bytes.toByteArray())));
    for (int i = 0; i < 6; i++) {
      double[] setting = race.suggest();
      assertThat(twin.suggest()).containsExactly(setting);
      assertThat(twin.runner()).isEqualTo(race.runner());
      race.observe(setting, 1, new double[] {-1});
      twin.observe(setting, 1, new double[] {-1});
    }
  }
}
