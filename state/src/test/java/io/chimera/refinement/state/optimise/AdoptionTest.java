package io.chimera.refinement.state.optimise;

import static org.assertj.core.api.Assertions.assertThat;

import io.chimera.refinement.state.event.Outcome;
import io.chimera.refinement.state.event.Recommendation;
import io.chimera.refinement.state.optimise.retrain.Lesson;
import io.chimera.refinement.state.optimise.retrain.Retraining;
import io.chimera.refinement.state.optimise.retrain.TrainedModel;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** REF-TRN-11: a component takes a model in, goes back, and reads what older releases wrote. */
class AdoptionTest {
  private static final ActionCatalogue CATALOGUE = ComponentOptimiserCase.catalogue(0.06);
  private static final TrainedModel MODEL = model(1);

  private ComponentOptimiser optimiser = new ComponentOptimiser();
  private long now = 1_795_248_000_000L;

  private static TrainedModel model(long shift) {
    List<Lesson> lessons = new ArrayList<>();
    for (int i = 0; i < 600; i++) {
      String drawn = CATALOGUE.actions().get(i % 3).name();
      lessons.add(
          new Lesson(
              "context-cache",
              "mplp",
              "context",
              shift + 1_000L * i,
              i,
              drawn,
              drawn,
              drawn.equals("raise_cache_ttl") ? 0.9 : 0.2,
              Map.of("hold", 1 / 3.0, "scale_out", 1 / 3.0, "raise_cache_ttl", 1 / 3.0),
              List.of(),
              Map.of("objective", 200.0 + i % 7, "open_findings", 0.0)));
    }
    return new Retraining(new Retraining.Params(4, 1), trial -> {})
        .learn("context-cache", lessons)
        .model()
        .orElseThrow();
  }

  private boolean adopt(TrainedModel modelOrNull) {
    return optimiser.adopt(modelOrNull, "mplp", "context", "context-cache", 42);
  }

  private Recommendation decide() {
    while (true) {
      now += 10_000;
      optimiser.onTime(now);
      Optional<Recommendation> decided =
          optimiser.onObjective(
              CATALOGUE, "mplp", "context", now, 200 + now / 10_000 % 7, List.of(), false, 42);
      if (decided.isPresent()) {
        return decided.get();
      }
    }
  }

  private void answer(Recommendation decided, double reward) {
    assertThat(
            optimiser
                .onOutcome(
                    new Outcome(decided.recommendationId(), true, null, reward, now, null, null))
                .learned())
        .isNotNull();
  }

  private byte[] state() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    ComponentOptimiser.CODEC.write(optimiser, new DataOutputStream(bytes));
    return bytes.toByteArray();
  }

  private static ComponentOptimiser read(byte[] bytes, int version) throws IOException {
    return ComponentOptimiser.CODEC.read(
        new DataInputStream(new ByteArrayInputStream(bytes)), version);
  }

  @Test
  void theNextDecisionIsThatOfTheModel() {
    decide();
    assertThat(adopt(MODEL)).isTrue();
    Recommendation next = decide();
    assertThat(next.modelVersion()).startsWith(MODEL.version() + ":");
    assertThat(next.pmf().get("raise_cache_ttl")).isGreaterThan(0.8);
    assertThat(adopt(MODEL)).as("it is in force").isFalse();
    assertThat(optimiser.trainedUntil()).isEqualTo(MODEL.trainedUntil());
  }

  @Test
  void aDecisionThatWasOpenTeachesTheModelOnce() throws IOException {
    Recommendation open = decide();
    adopt(MODEL);
    byte[] before = state();
    answer(open, 0.9);
    assertThat(state()).isNotEqualTo(before);
    assertThat(optimiser.pendingDecisions()).isZero();
  }

  @Test
  void goingBackBringsWhatWasReplacedAsItWasLeft() {
    for (int i = 0; i < 60; i++) {
      Recommendation decided = decide();
      answer(decided, decided.action().equals("scale_out") ? 0.9 : 0.2);
    }
    double before = decide().pmf().get("scale_out");
    assertThat(before).isGreaterThan(0.6);
    adopt(MODEL);
    assertThat(decide().pmf().get("scale_out")).isLessThan(0.2);
    assertThat(adopt(null)).isTrue();
    Recommendation after = decide();
    assertThat(after.modelVersion()).startsWith(Bandit.MODEL + ":");
    assertThat(after.pmf().get("scale_out")).isGreaterThan(0.6);
  }

  @Test
  void anOlderVersionIsTakenFromTheModelWhenItIsNoLongerKept() {
    TrainedModel other = model(7);
    adopt(MODEL);
    adopt(other);
    assertThat(optimiser.modelVersion()).isEqualTo(other.version());
    adopt(null);
    assertThat(decide().modelVersion()).startsWith(Bandit.MODEL + ":");
    assertThat(adopt(MODEL)).isTrue();
    assertThat(decide().pmf().get("raise_cache_ttl")).isGreaterThan(0.8);
  }

  @Test
  void aModelThatKnowsNothingOfTheComponentChangesNothing() throws IOException {
    decide();
    byte[] before = state();
    assertThat(optimiser.adopt(MODEL, "mplp", "other", "context-cache", 42)).isFalse();
    assertThat(state()).isEqualTo(before);
  }

  /** Six components that are alike; "raise_cache_ttl" pays. */
  private static TrainedModel pooled(long shift) {
    List<Lesson> lessons = new ArrayList<>();
    for (int i = 0; i < 1_200; i++) {
      String drawn = CATALOGUE.actions().get(i / 6 % 3).name();
      lessons.add(
          new Lesson(
              "context-cache",
              "mplp",
              "known-" + i % 6,
              shift + 1_000L * i,
              i,
              drawn,
              drawn,
              drawn.equals("raise_cache_ttl") ? 0.9 : 0.2,
              Map.of("hold", 1 / 3.0, "scale_out", 1 / 3.0, "raise_cache_ttl", 1 / 3.0),
              List.of(),
              Map.of("objective", 200.0 + i % 7, "open_findings", 0.0)));
    }
    return new Retraining(new Retraining.Params(4, 1), trial -> {})
        .learn("context-cache", lessons)
        .model()
        .orElseThrow();
  }

  @Test
  void aNewComponentStartsFromWhatOthersHaveTaughtAndSaysSo() throws IOException {
    TrainedModel model = pooled(2_000_000);
    assertThat(adopt(model)).isTrue();
    Recommendation first = decide();
    assertThat(first.modelVersion()).isEqualTo(model.version() + "/pooled:0");
    assertThat(first.pmf().get("raise_cache_ttl")).isGreaterThan(0.8);
    assertThat(first.sentence())
        .endsWith(" It goes by what other components have taught, for it has 0 cases of its own.");
    assertThat(adopt(model)).as("it is in force").isFalse();
    answer(first, 0.9);
    ComponentOptimiser restored = read(state(), ComponentOptimiser.CODEC.version());
    long since = now;
    List<Recommendation> undisturbed = List.of(decide(), decide());
    assertThat(undisturbed.get(0).sentence()).contains("for it has 1 case of its own.");
    optimiser = restored;
    now = since;
    assertThat(List.of(decide(), decide())).isEqualTo(undisturbed);
  }

  @Test
  void whoHasLearnedEnoughByItselfStaysWithThat() throws IOException {
    for (int i = 0; i < 50; i++) {
      answer(decide(), 0.5);
    }
    byte[] before = state();
    assertThat(adopt(pooled(2_000_000))).isFalse();
    assertThat(state()).isEqualTo(before);
  }

  @Test
  void aComponentThatStartedFromOthersLearnsItsOwnWay() {
    adopt(pooled(2_000_000));
    for (int i = 0; i < 120; i++) {
      Recommendation decided = decide();
      answer(decided, decided.action().equals("scale_out") ? 0.9 : 0.2);
    }
    Recommendation later = decide();
    assertThat(later.pmf().get("scale_out")).isGreaterThan(0.6);
    assertThat(later.sentence()).doesNotContain("other components");
  }

  @Test
  void whoGoesBackToAnOlderModelWantsNothingOfTheNewerOne() {
    adopt(pooled(2_000_000));
    assertThat(adopt(MODEL)).as("the same component is in it").isTrue();
    assertThat(decide().modelVersion()).startsWith(MODEL.version() + ":");
    optimiser = new ComponentOptimiser();
    TrainedModel newer = pooled(2_000_000);
    assertThat(optimiser.adopt(newer, "mplp", "other", "context-cache", 42)).isTrue();
    assertThat(optimiser.adopt(MODEL, "mplp", "other", "context-cache", 42))
        .as("it has nothing for the other one")
        .isTrue();
    assertThat(optimiser.modelVersion()).isEmpty();
    assertThat(optimiser.adopt(MODEL, "mplp", "other", "context-cache", 42)).isFalse();
    assertThat(optimiser.adopt(newer, "mplp", "other", "context-cache", 42)).isTrue();
  }

  @Test
  void aNewerModelWithNothingForAComponentLeavesItTheOlderOne() {
    TrainedModel older = pooled(-2_000_000);
    optimiser.adopt(older, "mplp", "other", "context-cache", 42);
    assertThat(optimiser.adopt(MODEL, "mplp", "other", "context-cache", 42)).isFalse();
    assertThat(optimiser.modelVersion()).isEqualTo(older.version());
  }

  @Test
  void aModelWithoutAnActionOfTheCatalogueDoesNotFit() {
    List<ActionCatalogue.Action> more = new ArrayList<>(CATALOGUE.actions());
    more.add(new ActionCatalogue.Action("restart", Map.of()));
    assertThat(MODEL.misfit(CATALOGUE)).isEmpty();
    assertThat(MODEL.misfit(with(more)).orElseThrow())
        .contains("must include restart of the catalogue");
  }

  private static ActionCatalogue with(List<ActionCatalogue.Action> actions) {
    ActionCatalogue c = CATALOGUE;
    return new ActionCatalogue(
        c.name(),
        c.system(),
        c.component(),
        c.metric(),
        c.statistic(),
        c.minimise(),
        c.scale(),
        actions,
        c.cooldownMillis(),
        c.settleMillis(),
        c.deadlineMillis(),
        c.defaultReward(),
        c.exploration(),
        c.mode(),
        c.ttlMillis(),
        c.owner(),
        c.limits());
  }

  @Test
  void anAdoptedModelSurvivesARestore() throws IOException {
    decide();
    adopt(MODEL);
    decide();
    ComponentOptimiser restored = read(state(), ComponentOptimiser.CODEC.version());
    long since = now;
    List<Recommendation> undisturbed = List.of(decide(), decide());
    optimiser = restored;
    now = since;
    assertThat(List.of(decide(), decide())).isEqualTo(undisturbed);
    assertThat(adopt(null)).isTrue();
  }

  /** The state was written by the release before models, with linear regressions. */
  @Test
  void stateOfTheReleaseBeforeModelsGoesOn() throws IOException {
    byte[] old =
        Base64.getMimeDecoder()
            .decode(Files.readAllBytes(Path.of("src/test/resources/component-optimiser-v2.txt")));
    optimiser = read(old, 2);
    now = 1_795_248_000_000L + 120 * 10_000;
    List<Recommendation> decided = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      now += 10_000;
      optimiser.onTime(now);
      optimiser
          .onObjective(CATALOGUE, "mplp", "context", now, 250, List.of(), false, 42)
          .ifPresent(decided::add);
    }
    assertThat(decided).isNotEmpty();
    assertThat(decided).allMatch(each -> each.propensity() > 0 && each.propensity() <= 1);
    assertThat(decided.get(0).modelVersion()).isNotEqualTo(Bandit.MODEL + ":0");
  }
}
