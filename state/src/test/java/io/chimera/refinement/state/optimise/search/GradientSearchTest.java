package io.chimera.refinement.state.optimise.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GradientSearchTest {
  private static final SearchSpace SPACE =
      new SearchSpace(
          List.of(
              new Tunable("batch", 1, 256, true, true),
              new Tunable("share", -1, 1, false, false),
              new Tunable("pool", 2, 40, true, false)));
  private static final double[] START = {4, -0.7, 36};

  private static double bowl(double[] x) {
    double batch = Math.log(x[0] / 32) / Math.log(256);
    double pool = (x[2] - 12) / 38;
    return batch * batch + (x[1] - 0.3) * (x[1] - 0.3) / 4 + pool * pool;
  }

  /** REF-ALG-13, REF-ALG-14: 90 evaluations are 15 minutes at one in ten seconds. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6})
  void aNoisyBowlIsDescended(long seed) {
    GradientSearch search = new GradientSearch(SPACE, START, true, 0, seed);
    Random noise = new Random(seed);
    for (int i = 0; i < 90; i++) {
      double[] setting = search.suggest();
      search.observe(setting, bowl(setting) + 0.02 * noise.nextGaussian(), null);
    }
    assertThat(1 - bowl(search.best()) / bowl(START)).isGreaterThan(0.85);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void everySettingIsInsideTheBoundsAndWholeWhereItHasToBe(long seed) {
    GradientSearch search = new GradientSearch(SPACE, START, false, 0, seed);
    for (int i = 0; i < 60; i++) {
      double[] setting = search.suggest();
      assertThat(setting[0]).isBetween(1.0, 256.0).isEqualTo(Math.rint(setting[0]));
      assertThat(setting[1]).isBetween(-1.0, 1.0);
      assertThat(setting[2]).isBetween(2.0, 40.0).isEqualTo(Math.rint(setting[2]));
      // The least lies in a corner.
      search.observe(setting, Math.log(setting[0]) / 5 - setting[1], null);
    }
    assertThat(search.best()[0]).isLessThan(8);
    assertThat(search.best()[1]).isGreaterThan(0.5);
  }

  @Test
  void aWholeParameterIsProbedByAtLeastOne() {
    SearchSpace narrow =
        new SearchSpace(
            List.of(
                new Tunable("replicas", 1, 4, true, false),
                new Tunable("shards", 1, 64, true, true)));
    GradientSearch search = new GradientSearch(narrow, new double[] {2, 1}, false, 0, 1);
    search.observe(search.suggest(), 1, null);
    for (int i = 0; i < 20; i++) {
      double[] plus = search.suggest();
      search.observe(plus, 1, null);
      double[] minus = search.suggest();
      search.observe(minus, 1, null);
      assertThat(Math.abs(plus[0] - minus[0])).isGreaterThanOrEqualTo(1);
      assertThat(Math.abs(plus[1] - minus[1])).isGreaterThanOrEqualTo(1);
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void itStaysOnTheSafeSideOfALimit(long seed) {
    GradientSearch search = new GradientSearch(SPACE, START, false, 1, seed);
    int broken = 0;
    for (int i = 0; i < 90; i++) {
      double[] setting = search.suggest();
      double limit = setting[1] + 0.2; // the bowl's bottom lies beyond
      broken += limit > 0 ? 1 : 0;
      search.observe(setting, bowl(setting), new double[] {limit});
    }
    assertThat(search.best()[1]).isLessThanOrEqualTo(-0.2);
    assertThat(bowl(search.best())).isLessThan(bowl(START) / 2);
    assertThat(broken).as("one side of a pair now and then").isLessThan(40);
  }

  @Test
  void aStepIsNeverLongerThanItsLimit() {
    GradientSearch search = new GradientSearch(SPACE, START, false, 0, 7);
    double[] before = SPACE.units(search.position());
    for (int i = 0; i < 41; i++) {
      double[] setting = search.suggest();
      search.observe(setting, i == 20 ? 1e300 : bowl(setting), null);
      double[] after = SPACE.units(search.position());
      for (int d = 0; d < after.length; d++) {
        assertThat(Math.abs(after[d] - before[d])).isLessThan(0.15 + 0.13); // 0.13: rounding
      }
      before = after;
    }
  }

  @Test
  void aRestoredSearchGoesOnTheSameInTheMiddleOfAPair() throws IOException {
    GradientSearch search = new GradientSearch(SPACE, START, true, 0, 9);
    for (int i = 0; i < 12; i++) {
      double[] setting = search.suggest();
      search.observe(setting, bowl(setting), null);
    }
    double[] awaited = search.suggest();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    search.write(new DataOutputStream(bytes));
    assertThat(bytes.size()).isLessThan(300);
    GradientSearch twin = new GradientSearch(SPACE, START, true, 0, 9);
    twin.restore(new DataInputStream(new ByteArrayInputStream(bytes.toByteArray())));
    assertThat(twin.suggest()).containsExactly(awaited);
    for (int i = 0; i < 5; i++) {
      double[] setting = search.suggest();
      search.observe(setting, bowl(setting), null);
      twin.observe(setting, bowl(setting), null);
      assertThat(twin.suggest()).containsExactly(search.suggest());
    }
    assertThat(twin.best()).containsExactly(search.best());
  }

  @Test
  void aValueThatIsNoNumberIsRefusedAndTeachesNothing() {
    GradientSearch search = new GradientSearch(SPACE, START, false, 0, 2);
    double[] setting = search.suggest();
    assertThatThrownBy(() -> search.observe(setting, Double.NaN, null))
        .hasMessage("value must be finite, was NaN");
    assertThat(search.evaluations()).isZero();
    assertThat(search.suggest()).containsExactly(setting);
  }

  @Test
  void aFlatWorldMovesNothing() {
    GradientSearch search = new GradientSearch(SPACE, START, true, 0, 3);
    for (int i = 0; i < 21; i++) {
      search.observe(search.suggest(), 5, null);
    }
    assertThat(search.best()).containsExactly(START);
  }
}
