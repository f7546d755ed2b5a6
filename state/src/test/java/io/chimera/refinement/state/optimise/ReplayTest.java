package io.chimera.refinement.state.optimise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.chimera.refinement.state.event.Learned;
import io.chimera.refinement.state.event.Outcome;
import io.chimera.refinement.state.event.Reason;
import io.chimera.refinement.state.event.Recommendation;
import io.chimera.refinement.state.wire.Snapshots;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A random life of one optimiser: objectives, outcomes of every kind, timers, in one order per
 * seed.
 */
class ReplayTest {

  private static final class Life {
    private ComponentOptimiser optimiser = new ComponentOptimiser();
    private final List<Recommendation> decided = new ArrayList<>();
    private final List<Learned> learned = new ArrayList<>();
    private final List<OutcomeResult> results = new ArrayList<>();
    private final Set<String> withoutLearning = new HashSet<>();

    static Life live(long seed, boolean restoring) {
      Life life = new Life();
      Random random = new Random(seed);
      long now = 0;
      for (int step = 0; step < 3_000; step++) {
        now += ComponentOptimiserCase.SLIDE;
        life.timers(now);
        double value = 200 + 50 * random.nextGaussian();
        life.optimiser
            .onObjective(
                ComponentOptimiserCase.catalogue(0.06),
                "mplp",
                "context",
                now,
                value,
                List.of(),
                random.nextInt(50) == 0,
                seed)
            .ifPresent(life.decided::add);
        if (random.nextInt(4) == 0 && !life.decided.isEmpty()) {
          life.report(random, now);
        }
        if (restoring) {
          life.optimiser = Snapshots.restored(ComponentOptimiser.CODEC, life.optimiser);
        }
      }
      life.timers(now + 10 * ComponentOptimiserCase.DEADLINE);
      return life;
    }

    private void timers(long now) {
      while (optimiser.nextTime().isPresent() && optimiser.nextTime().getAsLong() <= now) {
        List<Learned> settled = optimiser.onTime(optimiser.nextTime().getAsLong());
        assertThat(settled).as("a timer is never for nothing").isNotEmpty();
        learned.addAll(settled);
      }
    }

    private void report(Random random, long now) {
      int back = Math.min(decided.size(), 1 + random.nextInt(8));
      String id =
          random.nextInt(20) == 0
              ? "unknown"
              : decided.get(decided.size() - back).recommendationId();
      Double reward =
          switch (random.nextInt(4)) {
            case 0 -> null;
            case 1 -> 3 * random.nextDouble() - 1;
            default -> random.nextDouble();
          };
      String executed =
          random.nextInt(5) == 0
              ? List.of("hold", "scale_out", "unheard_of").get(random.nextInt(3))
              : null;
      OutcomeResult result =
          optimiser.onOutcome(
              new Outcome(
                  id,
                  random.nextInt(6) != 0,
                  executed,
                  reward,
                  now - random.nextInt(20_000),
                  null,
                  null));
      results.add(result);
      if (result.learned() != null) {
        learned.add(result.learned());
      }
      if (result.reason() == null && result.detail().startsWith("not applied")) {
        assertThat(withoutLearning.add(id)).isTrue();
      }
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void theSameInputGivesTheSameBytes(long seed) {
    Life once = Life.live(seed, false);
    Life again = Life.live(seed, false);
    assertThat(again.decided).isEqualTo(once.decided);
    assertThat(again.learned).isEqualTo(once.learned);
    assertThat(Snapshots.bytes(ComponentOptimiser.CODEC, again.optimiser))
        .isEqualTo(Snapshots.bytes(ComponentOptimiser.CODEC, once.optimiser));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void aRestoreAtAnyPointChangesNothing(long seed) {
    Life undisturbed = Life.live(seed, false);
    Life restored = Life.live(seed, true);
    assertThat(restored.decided).isEqualTo(undisturbed.decided);
    assertThat(restored.learned).isEqualTo(undisturbed.learned);
    assertThat(restored.results).isEqualTo(undisturbed.results);
    assertThat(Snapshots.bytes(ComponentOptimiser.CODEC, restored.optimiser))
        .isEqualTo(Snapshots.bytes(ComponentOptimiser.CODEC, undisturbed.optimiser));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void everyDecisionIsSettledExactlyOnce(long seed) {
    Life life = Life.live(seed, false);
    Map<String, Integer> settled = new HashMap<>();
    life.learned.forEach(each -> settled.merge(each.recommendationId(), 1, Integer::sum));
    life.withoutLearning.forEach(id -> settled.merge(id, 1, Integer::sum));
    assertThat(life.decided).hasSizeGreaterThan(400);
    assertThat(settled.keySet())
        .isEqualTo(
            new HashSet<>(life.decided.stream().map(Recommendation::recommendationId).toList()));
    assertThat(settled.values()).containsOnly(1);
    assertThat(life.optimiser.pendingDecisions()).isZero();
    assertThat(life.learned)
        .extracting(Learned::source)
        .contains("reported", "measured", "imputed");
    assertThat(life.results)
        .extracting(OutcomeResult::reason)
        .contains(Reason.EXPIRED_OUTCOME, Reason.INVALID_REWARD, Reason.UNKNOWN_RECOMMENDATION);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void everyLoggedDistributionIsOne(long seed) {
    for (Recommendation decided : Life.live(seed, false).decided) {
      assertThat(decided.pmf().values().stream().mapToDouble(p -> p).sum())
          .isEqualTo(1, within(1e-12));
      assertThat(decided.pmf().values())
          .allSatisfy(p -> assertThat(p).isGreaterThanOrEqualTo(0.06 / decided.pmf().size()));
      assertThat(decided.propensity()).isEqualTo(decided.pmf().get(decided.action()));
      assertThat(decided.vetoed())
          .doesNotContainKeys(decided.pmf().keySet().toArray(String[]::new));
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6})
  void theActionThatHelpsIsFound(long seed) {
    ComponentOptimiser optimiser = new ComponentOptimiser();
    Random world = new Random(seed);
    Map<String, Double> helps = Map.of("hold", 0.5, "scale_out", 0.75, "raise_cache_ttl", 0.4);
    int rightLate = 0;
    for (int n = 1; n <= 300; n++) {
      long now = n * ComponentOptimiserCase.COOLDOWN;
      Recommendation decided =
          optimiser
              .onObjective(
                  ComponentOptimiserCase.catalogue(0.06),
                  "mplp",
                  "context",
                  now,
                  200,
                  List.of(),
                  false,
                  seed)
              .orElseThrow();
      double reward =
          Math.max(0, Math.min(1, helps.get(decided.action()) + 0.1 * world.nextGaussian()));
      assertThat(
              optimiser
                  .onOutcome(
                      new Outcome(decided.recommendationId(), true, null, reward, now, null, null))
                  .learned())
          .isNotNull();
      rightLate += n > 200 && decided.action().equals("scale_out") ? 1 : 0;
    }
    assertThat(rightLate).isGreaterThan(80);
  }
}
