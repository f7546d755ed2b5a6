package io.chimera.refinement.state.optimise.retrain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** REF-TRN-01/03/08/11: what is learned from history, and when it is good enough. */
class RetrainingTest {
  private static final Retraining.Params FEW = new Retraining.Params(12, 1);

  /**
   * Two actions; "b" pays where the objective is high, "a" where it is low.
   *
   * @param share probability with which the right one was drawn
   */
  private static List<Lesson> lessons(int number, double share, long seed) {
    Random random = new Random(seed);
    List<Lesson> lessons = new ArrayList<>();
    for (int i = 0; i < number; i++) {
      double objective = 100 + 100 * random.nextDouble();
      String right = objective > 150 ? "b" : "a";
      String wrong = objective > 150 ? "a" : "b";
      String drawn = random.nextDouble() < share ? right : wrong;
      double reward = drawn.equals(right) ? 0.8 : 0.2;
      lessons.add(
          new Lesson(
              "cache",
              "s",
              "c" + i % 2,
              1_000L * i,
              i,
              drawn,
              drawn,
              reward + 0.1 * (random.nextDouble() - 0.5),
              Map.of(right, share, wrong, 1 - share),
              List.of(),
              Map.of("objective", objective, "open_findings", 0.0)));
    }
    return lessons;
  }

  private static Retraining.Result learn(List<Lesson> lessons) {
    return new Retraining(FEW, trial -> {}).learn("cache", lessons);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void aPolicyThatDecidesBadlyIsReplaced(long seed) {
    Retraining.Result result = learn(lessons(1_200, 0.4, seed));
    assertThat(result.report().why()).isEmpty();
    TrainedModel model = result.model().orElseThrow();
    assertThat(model.learners()).containsOnlyKeys("s/c0", "s/c1");
    assertThat(model.actions()).containsExactly("a", "b");
    assertThat(model.trainedUntil()).isEqualTo(1_199_000);
    assertThat(result.report().estimate().lower()).isGreaterThan(result.report().estimate().live());
    assertThat(result.report().estimate().value()).isBetween(0.6, 0.85);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void aPolicyThatDecidesWellStaysAndTheReasonIsTold(long seed) {
    Retraining.Result result = learn(lessons(1_200, 0.97, seed));
    assertThat(result.model()).isEmpty();
    assertThat(result.report().why()).startsWith("the lower bound must be above");
  }

  /** REF-TRN-09: how much of history to learn from shows only where all of it is gone through. */
  @Test
  void whatIsLeftIsTriedOverEachShareOfHistory() {
    List<Integer> tried = new ArrayList<>();
    new Retraining(new Retraining.Params(20, 1), tried::add).learn("cache", lessons(900, 0.4, 1));
    List<Integer> last = tried.subList(tried.size() - 4, tried.size());
    assertThat(new HashSet<>(last)).hasSize(1);
  }

  @Test
  void tooLittleHistoryGivesNoModel() {
    Retraining.Result result = learn(lessons(399, 0.4, 1));
    assertThat(result.model()).isEmpty();
    assertThat(result.report().why())
        .isEqualTo("decisions with a reward must be at least 400, were 399");
  }

  @Test
  void theSameHistoryInAnyOrderGivesTheSameBytes() {
    List<Lesson> lessons = lessons(800, 0.4, 5);
    byte[] once = ModelBytes.write(learn(lessons).model().orElseThrow());
    Collections.shuffle(lessons, new Random(7));
    assertThat(ModelBytes.write(learn(lessons).model().orElseThrow())).isEqualTo(once);
  }

  @Test
  void theTrialsAreThoseOfTheSeedAndStartWithWhatIsInForce() {
    List<Trial> plan = Trial.plan(128, 1);
    assertThat(Trial.plan(128, 1)).isEqualTo(plan);
    assertThat(Trial.plan(128, 2)).isNotEqualTo(plan);
    assertThat(plan.get(0).settings())
        .isEqualTo(io.chimera.refinement.state.optimise.BanditSettings.SMALL);
    assertThat(new HashSet<>(plan)).hasSize(128);
  }

  /** REF-TRN-08. */
  @Test
  void everyTrialIsTriedAtLeastOnce() {
    Set<Integer> tried = new HashSet<>();
    new Retraining(new Retraining.Params(20, 1), tried::add).learn("cache", lessons(900, 0.4, 1));
    assertThat(tried).hasSize(20);
  }

  @Test
  void aModelSurvivesItsBytesAndItsParts() {
    TrainedModel model = learn(lessons(800, 0.4, 1)).model().orElseThrow();
    TrainedModel joined = ModelChunks.join(ModelChunks.of(model));
    assertThat(joined.version()).isEqualTo(model.version());
    assertThat(ModelBytes.write(joined)).isEqualTo(ModelBytes.write(model));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void bytesThatWereDamagedAreNeverTakenForAModel(long seed) {
    TrainedModel model = learn(lessons(500, 0.3, 1)).model().orElseThrow();
    byte[] bytes = ModelBytes.write(model);
    Random random = new Random(seed);
    byte[] damaged = bytes.clone();
    damaged[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
    assertThatThrownBy(() -> ModelBytes.read(model.name(), model.version(), damaged))
        .isInstanceOf(IllegalArgumentException.class);
    byte[] cut = Arrays.copyOf(bytes, random.nextInt(bytes.length));
    assertThatThrownBy(() -> ModelBytes.read(model.name(), model.version(), cut))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> ModelBytes.read("other", model.version(), bytes))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("must be cache");
  }

  /** The truth lies in the interval of a policy that differs from the one that decided. */
  @Test
  void theIntervalCoversTheTruthInMostHistories() {
    int covered = 0;
    for (int seed = 0; seed < 200; seed++) {
      Random random = new Random(seed);
      OffPolicyValue value = new OffPolicyValue();
      for (int i = 0; i < 400; i++) {
        double[] logged = {0.8, 0.2};
        int drawn = random.nextDouble() < 0.8 ? 0 : 1;
        double reward = random.nextDouble() < (drawn == 0 ? 0.3 : 0.7) ? 1 : 0;
        value.add(new double[] {0.1, 0.9}, new double[] {0.5, 0.5}, logged, drawn, reward);
      }
      PolicyEstimate estimate = value.estimate();
      covered += estimate.lower() <= 0.66 && 0.66 <= estimate.upper() ? 1 : 0;
    }
    assertThat(covered).isGreaterThanOrEqualTo(185);
  }
}
