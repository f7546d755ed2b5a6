package io.chimera.refinement.state.optimise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BanditTest {
  private static final int ACTIONS = 3;
  private static final int FEATURES = 2;

  private static Bandit bandit(BanditSettings settings) {
    return new Bandit(ACTIONS, FEATURES, 7, "test", settings);
  }

  private static byte[] bytes(Bandit bandit) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      bandit.snapshot(new DataOutputStream(bytes));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  private static Bandit restored(Bandit bandit, BanditSettings settings) {
    Bandit copy = bandit(settings);
    try {
      copy.restore(new DataInputStream(new ByteArrayInputStream(bytes(bandit))));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return copy;
  }

  /** The first feature says which of the first two actions pays. */
  private static double reward(double[] x, int action, Random random) {
    double mean = action == 2 ? 0.4 : (x[0] > 0) == (action == 0) ? 0.9 : 0.1;
    return random.nextDouble() < mean ? 1 : 0;
  }

  private static double life(Bandit start, BanditSettings settings, boolean restoring, int delay) {
    Random random = new Random(3);
    Bandit bandit = start;
    Deque<Runnable> late = new ArrayDeque<>();
    double earned = 0;
    for (int t = 0; t < 600; t++) {
      double[] x = {random.nextGaussian() * 1e3, random.nextGaussian()};
      String id = "d" + t;
      Bandit.Draw draw = bandit.decide(id, "g" + t % 5, x, null);
      assertThat(Arrays.stream(draw.pmf()).sum()).isEqualTo(1, within(1e-12));
      double reward = reward(x, draw.action(), random);
      earned += reward;
      Bandit current = bandit;
      if (delay == 0) {
        assertThat(current.reward(id, reward)).isTrue();
      } else {
        late.add(() -> current.reward(id, reward));
        if (late.size() > delay) {
          late.remove().run();
        }
      }
      if (restoring && t % 50 == 0) {
        bandit = restored(bandit, settings);
      }
    }
    return earned / 600;
  }

  @Test
  void contextsAreLearnedAtOnceOrLate() {
    BanditSettings settings = BanditSettings.SMALL;
    assertThat(life(bandit(settings), settings, false, 0)).isGreaterThan(0.68);
    assertThat(life(bandit(settings), settings, false, 60)).isGreaterThan(0.6);
    assertThat(life(bandit(BanditSettings.DEFAULT), BanditSettings.DEFAULT, false, 0))
        .isGreaterThan(0.68);
  }

  @Test
  void aRestoredBanditGoesOnToTheLastBit() {
    for (BanditSettings settings : new BanditSettings[] {BanditSettings.SMALL}) {
      Random random = new Random(11);
      Bandit bandit = bandit(settings);
      Bandit twin = bandit(settings);
      for (int t = 0; t < 400; t++) {
        double[] x = {random.nextGaussian(), t % 7 == 0 ? Double.NaN : random.nextDouble()};
        Bandit.Draw one = bandit.decide("d" + t, "g", x, null);
        Bandit.Draw two = twin.decide("d" + t, "g", x, null);
        assertThat(two.pmf()).containsExactly(one.pmf());
        assertThat(two.action()).isEqualTo(one.action());
        double reward = reward(x, one.action(), random);
        if (t % 4 != 0) {
          bandit.reward("d" + t, reward);
          twin.reward("d" + t, reward);
        }
        if (t % 40 == 0) {
          twin = restored(twin, settings);
        }
      }
      assertThat(bytes(twin)).isEqualTo(bytes(bandit));
    }
  }

  @Test
  void aRestoredBanditWithRandomFeaturesWritesTheSameBytes() {
    Bandit bandit = bandit(BanditSettings.DEFAULT);
    life(bandit, BanditSettings.DEFAULT, false, 0);
    assertThat(bytes(restored(bandit, BanditSettings.DEFAULT))).isEqualTo(bytes(bandit));
  }

  /** A log is read with the model's name beside it, so the name has to stand for one way only. */
  @ParameterizedTest
  @CsvSource({"true, 42.776 54.844 2.380", "false, 25.416 68.087 6.497"})
  void anotherWayToDecideNeedsAnotherName(boolean inContext, String chances) {
    Random random = new Random(5);
    Bandit bandit = bandit(BanditSettings.SMALL);
    double[] sums = new double[ACTIONS];
    for (int t = 0; t < 100; t++) {
      double[] x = {random.nextGaussian(), random.nextGaussian()};
      Bandit.Draw draw = bandit.decide("d" + t, null, inContext ? x : null, null);
      bandit.reward("d" + t, reward(x, draw.action(), random));
      Arrays.setAll(sums, k -> sums[k] + draw.pmf()[k]);
    }
    String told = String.format(Locale.ROOT, " %.3f %.3f %.3f", sums[0], sums[1], sums[2]);
    assertThat(Bandit.MODEL + told)
        .as("the same history leads to other chances: count up Bandit.MODEL")
        .isEqualTo("bandit-3 " + chances);
  }

  @Test
  void badRewardsTeachNothing() {
    Bandit bandit = bandit(BanditSettings.SMALL);
    bandit.decide("a", null, new double[] {1, 2}, null);
    byte[] before = bytes(bandit);
    for (double bad :
        new double[] {Double.NaN, Double.POSITIVE_INFINITY, -1e9, 7, Double.MAX_VALUE}) {
      assertThat(bandit.reward("a", bad)).isFalse();
    }
    assertThat(bandit.reward("nobody", 1)).isFalse();
    assertThat(bytes(bandit)).isEqualTo(before);
    assertThat(bandit.reward("a", 1)).isTrue();
    byte[] after = bytes(bandit);
    assertThat(bandit.reward("a", 0)).as("the first one counts").isFalse();
    assertThat(bytes(bandit)).isEqualTo(after);
  }

  @Test
  void badContextsNeverBreakAProbability() {
    Bandit bandit = bandit(BanditSettings.SMALL);
    double[][] contexts = {
      {Double.NaN, Double.NaN},
      {Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY},
      {5, 5},
      {1e300, -1e300},
      {Double.MAX_VALUE, Double.MIN_VALUE},
      {1},
      {},
      null
    };
    for (int t = 0; t < 400; t++) {
      Bandit.Draw draw = bandit.decide("d" + t, null, contexts[t % contexts.length], null);
      assertThat(Arrays.stream(draw.pmf()).allMatch(p -> p >= 0 && p <= 1)).isTrue();
      assertThat(Arrays.stream(draw.pmf()).sum()).isEqualTo(1, within(1e-9));
      bandit.reward("d" + t, t % 2);
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void actionsAreDrawnAsOftenAsClaimed(long seed) {
    Random random = new Random(seed);
    Bandit bandit = new Bandit(ACTIONS, FEATURES, seed, "honest", BanditSettings.SMALL);
    double[] surplus = new double[ACTIONS];
    double[] variance = new double[ACTIONS];
    for (int t = 0; t < 1_500; t++) {
      double[] x = {random.nextGaussian(), random.nextGaussian()};
      Bandit.Draw draw = bandit.decide("d" + t, null, x, null);
      for (int k = 0; k < ACTIONS; k++) {
        surplus[k] += (k == draw.action() ? 1 : 0) - draw.pmf()[k];
        variance[k] += draw.pmf()[k] * (1 - draw.pmf()[k]);
      }
      bandit.reward("d" + t, reward(x, draw.action(), random));
    }
    for (int k = 0; k < ACTIONS; k++) {
      assertThat(Math.abs(surplus[k]) / Math.sqrt(variance[k])).isLessThan(4);
    }
  }

  @Test
  void whatIsNotAllowedIsNeitherDrawnNorInThePropensity() {
    Bandit bandit = bandit(BanditSettings.SMALL);
    for (int t = 0; t < 100; t++) {
      Bandit.Draw draw =
          bandit.decide("d" + t, null, new double[] {1, t}, new boolean[] {false, true, true});
      assertThat(draw.pmf()[0]).isZero();
      assertThat(draw.action()).isNotZero();
      bandit.reward("d" + t, 0.5);
    }
    assertThatThrownBy(() -> bandit.decide("x", null, null, new boolean[ACTIONS]))
        .hasMessage("allowed must be at least one action, was none");
  }

  @Test
  void openDecisionsAreBoundedAndAnsweredAgain() {
    Bandit bandit = bandit(BanditSettings.SMALL);
    for (int t = 0; t < 600; t++) {
      Bandit.Draw draw = bandit.decide("d" + t, null, null, null);
      assertThat(bandit.decide("d" + t, null, null, null)).isSameAs(draw);
    }
    assertThat(bandit.openDecisions()).isEqualTo(BanditSettings.SMALL.pending());
    assertThat(bandit.reward("d0", 1)).as("given up").isFalse();
  }

  /** The value of each fixed action is known here: 0.5, 0.5 and 0.4. */
  @Test
  void fixedActionsAreValuedFromDecisionsMadeOtherwise() {
    Bandit bandit = bandit(BanditSettings.SMALL);
    Random random = new Random(5);
    for (int t = 0; t < 3_000; t++) {
      double[] x = {random.nextGaussian(), random.nextGaussian()};
      Bandit.Draw draw = bandit.decide("d" + t, null, x, null);
      bandit.reward("d" + t, reward(x, draw.action(), random));
    }
    double[] truth = {0.5, 0.5, 0.4};
    for (int k = 0; k < ACTIONS; k++) {
      PolicyValue.Estimate estimate = bandit.valueOfAlways(k);
      assertThat(estimate.value()).isEqualTo(truth[k], within(0.15));
      assertThat(estimate.lower()).isLessThanOrEqualTo(truth[k]);
      assertThat(estimate.upper()).isGreaterThanOrEqualTo(truth[k]);
    }
  }
}
