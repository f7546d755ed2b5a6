package io.chimera.refinement.state.optimise.context;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.chimera.refinement.state.optimise.context.GroupRegression.Difference;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LogisticRegressionsTest {
  private static final double[][] WEIGHTS = {{1.5, -1, 0.2}, {-0.5, 1, 0}, {-1, 0, -0.2}};

  private static Observation seen(int action, double reward, boolean binary) {
    return new Observation(action, reward, binary, 0.01, Difference.NONE);
  }

  private static double[] context(Random random) {
    return new double[] {random.nextGaussian(), random.nextGaussian(), 1};
  }

  private static double[] logits(double[] x) {
    return Arrays.stream(WEIGHTS).mapToDouble(w -> Covariance.dot(w, x)).toArray();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void chancesOfIndependentActionsAreFound(long seed) {
    Random random = new Random(seed);
    LogisticRegressions learned = new LogisticRegressions(3, 3, 1, false);
    for (int t = 0; t < 6_000; t++) {
      double[] x = context(random);
      int action = t % 3;
      double chance = Logit.chance(logits(x)[action]);
      learned.learn(x, seen(action, random.nextDouble() < chance ? 1 : 0, true), 1);
    }
    for (int t = 0; t < 50; t++) {
      double[] x = context(random);
      double[] predicted = learned.predict(x);
      for (int k = 0; k < 3; k++) {
        assertThat(predicted[k]).isCloseTo(Logit.chance(logits(x)[k]), within(0.12));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void chancesOfActionsThatExcludeOneAnotherAreFoundFromThoseThatWereTaken(long seed) {
    Random random = new Random(seed);
    LogisticRegressions learned = new LogisticRegressions(3, 3, 1, true);
    for (int t = 0; t < 6_000; t++) {
      double[] x = context(random);
      double[] chances = softmax(logits(x));
      double drawn = random.nextDouble();
      int pays = drawn < chances[0] ? 0 : drawn < chances[0] + chances[1] ? 1 : 2;
      learned.learn(x, seen(t % 3, t % 3 == pays ? 1 : 0, true), 1);
    }
    for (int t = 0; t < 50; t++) {
      double[] x = context(random);
      double[] predicted = learned.predict(x);
      assertThat(Arrays.stream(predicted).sum()).isCloseTo(1, within(1e-12));
      double[] chances = softmax(logits(x));
      for (int k = 0; k < 3; k++) {
        assertThat(predicted[k]).isCloseTo(chances[k], within(0.12));
      }
    }
  }

  private static double[] softmax(double[] logits) {
    double total = Arrays.stream(logits).map(Math::exp).sum();
    return Arrays.stream(logits).map(logit -> Math.exp(logit) / total).toArray();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void rewardsThatScatterRoundTheirMeanAreLearned(long seed) {
    Random random = new Random(seed);
    LogisticRegressions learned = new LogisticRegressions(3, 3, 1, false);
    for (int t = 0; t < 3_000; t++) {
      double[] x = context(random);
      double mean = Logit.chance(logits(x)[t % 3]);
      learned.learn(x, seen(t % 3, mean + 0.1 * random.nextGaussian(), false), 1);
    }
    double[] x = context(random);
    for (int k = 0; k < 3; k++) {
      assertThat(learned.predict(x)[k]).isCloseTo(Logit.chance(logits(x)[k]), within(0.05));
      assertThat(learned.variance(k, x)).isBetween(0.0, 0.1);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 10, 26})
  void oneSuccessIsNotTakenForCertainty(int actions) {
    LogisticRegressions learned = new LogisticRegressions(actions, 17, 1, true);
    double[] x = new double[17];
    Arrays.fill(x, 1);
    learned.learn(x, seen(0, 1, true), 1);
    assertThat(learned.predict(x)[0]).isBetween(1.0 / actions, 0.97);
  }
}
