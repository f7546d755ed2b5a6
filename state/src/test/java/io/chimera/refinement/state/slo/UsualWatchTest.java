package io.chimera.refinement.state.slo;

import static org.assertj.core.api.Assertions.assertThat;

import io.chimera.refinement.state.slo.ReleaseWatch.Verdict;
import io.chimera.refinement.state.window.Pane;
import io.chimera.refinement.state.wire.Snapshots;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.LongToDoubleFunction;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("KAI-REL-02: against the usual")
class UsualWatchTest {
  private static final long PANE = 10_000;
  private static final long HOUR = 3_600_000;
  private static final long START = 1_795_219_200_000L;

  private UsualWatch watch = new UsualWatch();
  private final List<UsualWatch.Change> changes = new ArrayList<>();
  private final List<Long> endMillis = new ArrayList<>();
  private long now = START;

  private static RegressionBudget budget(boolean lessIsBetter, double share, boolean relative) {
    return new RegressionBudget(
        "usual",
        "shop",
        "latency_ms",
        lessIsBetter,
        share,
        0,
        30,
        0.05,
        false,
        relative,
        "warning",
        List.of());
  }

  /** Panes of ten values around a level with a deviation of a tenth of it. */
  private void feed(RegressionBudget budget, Random random, long millis, double level) {
    feed(budget, millis, at -> level * (1 + 0.1 * random.nextGaussian()));
  }

  private void feed(RegressionBudget budget, long millis, LongToDoubleFunction value) {
    for (long end = now + millis; now < end; now += PANE) {
      Pane pane = new Pane();
      for (int i = 0; i < 10; i++) {
        pane.add(value.applyAsDouble(now));
      }
      watch = Snapshots.restored(UsualWatch.CODEC, watch);
      watch
          .observe(budget, now, now + PANE, pane)
          .ifPresent(
              change -> {
                changes.add(change);
                endMillis.add(now + PANE);
              });
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void aThirdMoreFailsAFifthWithinFiveMinutesAndPassesWhenItIsOver(long seed) {
    Random random = new Random(seed);
    feed(budget(true, 0.2, false), random, 2 * HOUR, 100);
    assertThat(changes).isEmpty();
    long onset = now;
    feed(budget(true, 0.2, false), random, HOUR, 133);
    assertThat(changes)
        .singleElement()
        .extracting(UsualWatch.Change::verdict)
        .isEqualTo(Verdict.FAIL);
    assertThat(endMillis.get(0) - onset).isLessThanOrEqualTo(UsualWatch.WINDOW_MILLIS);
    assertThat(changes.get(0).lower()).isGreaterThan(0.2);
    assertThat(changes.get(0).usual()).isBetween(97.0, 103.0);
    long over = now;
    feed(budget(true, 0.2, false), random, HOUR, 100);
    assertThat(changes)
        .extracting(UsualWatch.Change::verdict)
        .containsExactly(Verdict.FAIL, Verdict.PASS);
    assertThat(endMillis.get(1) - over).isLessThanOrEqualTo(UsualWatch.WINDOW_MILLIS);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void aChangeWithinTheBudgetOrForTheBetterIsNone(long seed) {
    Random random = new Random(seed);
    feed(budget(true, 0.2, false), random, 2 * HOUR, 100);
    feed(budget(true, 0.2, false), random, HOUR, 112);
    feed(budget(true, 0.2, false), random, HOUR, 50);
    assertThat(changes).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void aDayOfTheSameNoiseIsNoLossEvenWhereNothingIsAllowed(long seed) {
    feed(budget(false, 0, false), new Random(seed), 24 * HOUR, 100);
    assertThat(changes).isEmpty();
  }

  @Test
  void whatLastsForMoreThanDaysBecomesTheUsual() {
    Random random = new Random(1);
    feed(budget(true, 0.2, false), random, 4 * HOUR, 100);
    feed(budget(true, 0.2, false), random, 36 * HOUR, 133);
    assertThat(changes)
        .extracting(UsualWatch.Change::verdict)
        .containsExactly(Verdict.FAIL, Verdict.PASS);
    assertThat(endMillis.get(1) - endMillis.get(0)).isGreaterThan(24 * HOUR);
  }

  @Test
  void changesInPercentAreTakenAsTheyAre() {
    feed(budget(true, 0.01, true), HOUR, at -> at % 20_000 == 0 ? 0.1 : 0.3);
    assertThat(changes).isEmpty();
    feed(budget(true, 0.01, true), HOUR, at -> at % 20_000 == 0 ? 2.9 : 3.1);
    assertThat(changes)
        .singleElement()
        .satisfies(c -> assertThat(c.effect()).isBetween(0.01, 0.031));
  }

  @Test
  void fewValuesAndAUsualOfNothingSayNothing() {
    feed(budget(true, 0.2, false), HOUR, at -> 0);
    feed(budget(true, 0.2, false), HOUR, at -> 5);
    assertThat(changes).as("nothing is relative to zero").isEmpty();
    watch = new UsualWatch();
    for (int i = 0; i < 400; i++) {
      Pane pane = new Pane();
      pane.add(i < 200 ? 100 : 1_000);
      long start = now + i * 60_000L; // one value a minute
      assertThat(watch.observe(budget(true, 0.2, false), start, start + PANE, pane)).isEmpty();
    }
  }
}
