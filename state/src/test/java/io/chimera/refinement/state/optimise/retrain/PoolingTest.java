package io.chimera.refinement.state.optimise.retrain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.chimera.refinement.state.optimise.Bandit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** REF-TRN-01/03/11: what components teach others, and when that is good enough to start from. */
class PoolingTest {
  private static Retraining.Result learn(List<Lesson> lessons) {
    return new Retraining(new Retraining.Params(4, 1), trial -> {}).learn("cache", lessons);
  }

  private static PooledStart start(List<Lesson> lessons) {
    return new Pooling(CaseLog.of(lessons), 0).start(PolicyEstimate.NONE, Set.of());
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void whereComponentsAreAlikeANewOneDecidesWellFromTheFirstDecisionOn(long seed) {
    Newcomers world = new Newcomers(seed, 12, 0.2);
    Retraining.Result result = learn(world.lessons(1_800));
    assertThat(result.report().pooled().why()).isEmpty();
    PooledStart start = result.model().orElseThrow().pooled();
    assertThat(start.components()).isEqualTo(12);
    double pooled = world.share(component -> world.from(start, component), 20);
    double nothing = world.share(world::fromNothing, 20);
    assertThat(pooled).isGreaterThan(0.75).isGreaterThan(nothing + 0.25);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void whereTheyHaveNothingInCommonTheStartDoesNoHarm(long seed) {
    Newcomers world = new Newcomers(seed, 12, 1);
    PooledStart start = start(world.lessons(1_800));
    for (int decisions : new int[] {20, 200}) {
      double pooled = world.share(component -> world.from(start, component), decisions);
      double nothing = world.share(world::fromNothing, decisions);
      assertThat(pooled).isGreaterThan(nothing - 0.03);
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void aComponentUnlikeAllOthersFindsItsOwnWay(long seed) {
    Newcomers alike = new Newcomers(seed, 12, 0);
    Newcomers others = new Newcomers(seed, 12, 1);
    PooledStart misleading = start(alike.lessons(1_800));
    double pooled = others.share(component -> others.from(misleading, component), 400);
    double nothing = others.share(others::fromNothing, 400);
    assertThat(pooled).isGreaterThan(0.85 * nothing);
  }

  @Test
  void whatThePolicyInForceEarnedIsTheBar() {
    List<Lesson> lessons = new ArrayList<>();
    for (Lesson each : new Newcomers(1, 12, 0.2).lessons(1_800)) {
      lessons.add(paying(each, 0.95)); // whatever was done
    }
    Retraining.Result result = learn(lessons);
    assertThat(result.report().pooled().why()).startsWith("the lower bound must be above");
    assertThat(result.model()).isEmpty();
  }

  private static Lesson paying(Lesson lesson, double reward) {
    return new Lesson(
        lesson.target(),
        lesson.system(),
        lesson.component(),
        lesson.decidedAt(),
        lesson.decisionNumber(),
        lesson.drawn(),
        lesson.executed(),
        reward,
        lesson.pmf(),
        lesson.vetoed(),
        lesson.context());
  }

  @Test
  void withFewerThanFiveComponentsNothingIsSaidAboutTheNext() {
    Retraining.Result result = learn(new Newcomers(1, 4, 0).lessons(800));
    assertThat(result.report().pooled().why()).isEqualTo("components must be at least 5, were 4");
    assertThat(result.report().pooled().estimate()).isNull();
  }

  @Test
  void theSameHistoryInAnyOrderGivesTheSameBytesAndSurvivesItsParts() {
    List<Lesson> lessons = new Newcomers(1, 12, 0.2).lessons(1_800);
    TrainedModel model = learn(lessons).model().orElseThrow();
    assertThat(model.pooled()).isNotNull();
    byte[] once = ModelBytes.write(model);
    Collections.shuffle(lessons, new Random(7));
    assertThat(ModelBytes.write(learn(lessons).model().orElseThrow())).isEqualTo(once);
    TrainedModel joined = ModelChunks.join(ModelChunks.of(model));
    assertThat(joined.version()).isEqualTo(model.version());
    assertThat(ModelBytes.write(joined)).isEqualTo(once);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 400, 4_000})
  void damagedBytesOfAPooledStartAreNeverTakenForAModel(int fromTheEnd) {
    TrainedModel model = learn(new Newcomers(1, 12, 0.2).lessons(1_800)).model().orElseThrow();
    byte[] bytes = ModelBytes.write(model);
    bytes[bytes.length - fromTheEnd] ^= 4;
    assertThatThrownBy(() -> ModelBytes.read(model.name(), model.version(), bytes))
        .isInstanceOf(IllegalArgumentException.class);
  }

  /** The bytes were written by the release before pooled starts. */
  @Test
  void modelsOfTheReleaseBeforeAreRead() throws IOException {
    byte[] bytes =
        Base64.getMimeDecoder()
            .decode(Files.readAllBytes(Path.of("src/test/resources/trained-model-v1.txt")));
    TrainedModel model = ModelBytes.read("cache", "499000-93459e7bd89a", bytes);
    assertThat(model.learners()).containsOnlyKeys("s/c0");
    assertThat(model.pooled()).isNull();
    assertThat(model.starts(0)).isFalse();
    assertThat(ModelBytes.write(model)).isEqualTo(bytes);
  }

  @Test
  void aComponentWithLittleHistoryHasNoLearnerOfItsOwn() {
    // Whatever was drawn, all alike: learners and the start are both better.
    List<Lesson> lessons = new Newcomers(2, 10, 0.2).lessons(1_200, 1);
    lessons.removeIf(each -> each.component().equals("c9") && each.decidedAt() > 400_000);
    TrainedModel model = learn(lessons).model().orElseThrow();
    assertThat(model.pooled()).isNotNull();
    assertThat(model.learners()).hasSize(9).containsKey("s/c0").doesNotContainKey("s/c9");
    assertThat(model.starts(PooledStart.OWN_LESSONS - 1)).isTrue();
    assertThat(model.starts(PooledStart.OWN_LESSONS)).isFalse();
  }

  @Test
  void theSizeOfTheStartIsBoundedHoweverManyComponentsThereAre() {
    int few = start(new Newcomers(1, PooledStart.MOST_GROUPS, 0).lessons(2_000)).learner().length;
    int many = start(new Newcomers(1, 800, 0).lessons(3_200)).learner().length;
    assertThat(many).isBetween(few * 3 / 4, few * 5 / 4);
  }

  /** REF-ALG: actions are drawn with the probability that is told. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void actionsAreDrawnWithTheirProbabilities(long seed) {
    Newcomers world = new Newcomers(seed, 8, 0.5);
    Bandit bandit = world.from(start(world.lessons(800)), 100);
    Random random = new Random(seed);
    double surplus = 0;
    double variance = 0;
    for (int i = 0; i < 4_000; i++) {
      double[] context = {100 + 100 * random.nextDouble(), 0, 0, 0};
      Bandit.Draw draw = bandit.decide("" + i, null, context, null, 0.1);
      double p = draw.pmf()[1];
      surplus += (draw.action() == 1 ? 1 : 0) - p;
      variance += p * (1 - p);
      bandit.reward("" + i, random.nextDouble());
    }
    assertThat(Math.abs(surplus) / Math.sqrt(variance)).isLessThan(4);
  }

  /**
   * Decisions of one component go together: an interval that counts them one by one is too thin.
   */
  @Test
  void theIntervalCoversTheTruthWhereComponentsDiffer() {
    int covered = 0;
    for (int seed = 0; seed < 400; seed++) {
      Random random = new Random(seed);
      BetweenComponents between = new BetweenComponents();
      double sum = 0;
      for (int component = 0; component < 8; component++) {
        BetweenComponents.Component each = between.next();
        double own = 0.2 * random.nextGaussian();
        for (int i = 0; i < 50; i++) {
          double difference = own + 0.1 * random.nextGaussian();
          each.add(difference);
          sum += difference;
        }
      }
      covered += Math.abs(sum / 400) <= between.halfWidth() ? 1 : 0;
    }
    assertThat(covered).isBetween(370, 392);
  }

  @Test
  void oneComponentSaysNothingAboutTheNext() {
    BetweenComponents between = new BetweenComponents();
    between.next().add(0.5);
    between.next();
    assertThat(between.halfWidth()).isEqualTo(1);
  }
}
