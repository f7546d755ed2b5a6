package io.chimera.refinement.state.slo;

import static org.assertj.core.api.Assertions.assertThat;

import io.chimera.refinement.state.slo.ScalingPolicy.Behaviour;
import io.chimera.refinement.state.slo.ScalingPolicy.Limit;
import io.chimera.refinement.state.slo.ScalingPolicy.Metric;
import io.chimera.refinement.state.window.Pane;
import io.chimera.refinement.state.wire.Snapshots;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("LAL-SCL-04, AEO-HPA-04: the behaviour that Kubernetes documents for its autoscaler")
class ScalingWatchTest {
  private static final Indicator CPU =
      Indicator.of("aeon", "*", "cpu_usage_percent", Map.of(), "%");
  private static final Indicator RATE =
      Indicator.of("aeon", "*", "request_throughput_per_s", Map.of(), "rps");
  private static final long PANE = 10_000;

  private ScalingWatch watch = new ScalingWatch();
  private long now;

  private static ScalingPolicy policy(List<Metric> metrics, Behaviour out, Behaviour in) {
    return new ScalingPolicy(
        "hpa",
        "aeon",
        "*",
        "pod_count",
        1,
        100,
        metrics,
        out,
        in,
        120_000,
        300_000,
        2,
        0.25,
        List.of());
  }

  private static Metric plain(Indicator indicator, double target) {
    return new Metric(indicator, ObjectiveStatistic.AVG, target, target, -1, 0, false, 0);
  }

  private static Behaviour free() {
    return new Behaviour(0, List.of());
  }

  /** One pane with these instances (0: not reported) and values. */
  private ScalingWatch.Result pane(
      ScalingPolicy policy, int instances, Map<Indicator, Double> values) {
    watch = Snapshots.restored(ScalingWatch.CODEC, watch);
    Map<String, RolePanes> panes = new HashMap<>();
    if (instances > 0) {
      panes.put(ScalingWatch.INSTANCES, of(instances));
    }
    values.forEach((indicator, value) -> panes.put(indicator.id(), of(value)));
    now += PANE;
    return watch.observe(policy, panes, now - PANE, now);
  }

  private static RolePanes of(double value) {
    Pane pane = new Pane();
    pane.add(value);
    RolePanes panes = new RolePanes();
    panes.add(PaneRole.VALUE, pane);
    return panes;
  }

  private static int to(ScalingWatch.Result result, int otherwise) {
    return result.advice().map(ScalingWatch.Advice::to).orElse(otherwise);
  }

  /**
   * "if the current metric value is 200m, and the desired value is 100m, the number is doubled".
   */
  @ParameterizedTest
  @CsvSource({
    "4, 200, 100, 8", // ratio 2
    "4, 50, 100, 2", // ratio 0.5
    "4, 109, 100, 4", // within the tolerance of 0.1
    "4, 91, 100, 4",
    "3, 120, 100, 4", // ceil(3.6)
    "5, 70, 70, 5"
  })
  void theWishIsTheRatioRoundedUp(int current, double value, double target, int expected) {
    assertThat(
            to(
                pane(
                    policy(List.of(plain(CPU, target)), free(), free()),
                    current,
                    Map.of(CPU, value)),
                current))
        .isEqualTo(expected);
  }

  @Test
  void theHighestWishWins() {
    ScalingPolicy policy = policy(List.of(plain(CPU, 50), plain(RATE, 1_000)), free(), free());
    assertThat(to(pane(policy, 4, Map.of(CPU, 60.0, RATE, 3_000.0)), 4)).isEqualTo(12);
  }

  @Test
  void whileAMetricIsMissingNothingIsRemoved() {
    ScalingPolicy policy = policy(List.of(plain(CPU, 50), plain(RATE, 1_000)), free(), free());
    assertThat(pane(policy, 8, Map.of(CPU, 10.0)).advice()).isEmpty();
    assertThat(to(pane(policy, 8, Map.of(CPU, 100.0)), 8)).isEqualTo(16);
  }

  /** "all desired states in the past 5 minutes are considered" for removing. */
  @Test
  void removingWaitsForTheHighestWishOfItsStabilisation() {
    ScalingPolicy policy =
        policy(List.of(plain(CPU, 50)), free(), new Behaviour(300_000, List.of()));
    assertThat(pane(policy, 10, Map.of(CPU, 50.0)).advice()).isEmpty();
    for (int i = 0; i < 29; i++) {
      assertThat(pane(policy, 10, Map.of(CPU, 20.0)).advice()).as("pane " + i).isEmpty();
    }
    assertThat(to(pane(policy, 10, Map.of(CPU, 20.0)), 10)).isEqualTo(4);
  }

  @Test
  void addingWaitsForTheLowestWishOfItsStabilisation() {
    ScalingPolicy policy =
        policy(List.of(plain(CPU, 50)), new Behaviour(60_000, List.of()), free());
    assertThat(pane(policy, 4, Map.of(CPU, 50.0)).advice()).isEmpty();
    for (int i = 0; i < 5; i++) {
      assertThat(pane(policy, 4, Map.of(CPU, 100.0)).advice()).isEmpty();
    }
    assertThat(to(pane(policy, 4, Map.of(CPU, 100.0)), 4)).isEqualTo(8);
  }

  /** The documentation's example: 10 % or 4 pods per minute, whichever removes more. */
  @Test
  void ofSeveralLimitsTheOneThatAllowsMostWins() {
    Behaviour in =
        new Behaviour(0, List.of(new Limit(false, 4, 60_000), new Limit(true, 10, 60_000)));
    ScalingPolicy policy = policy(List.of(plain(CPU, 50)), free(), in);
    assertThat(to(pane(policy, 80, Map.of(CPU, 5.0)), 80)).as("10 % of 80").isEqualTo(72);
    watch = new ScalingWatch();
    assertThat(to(pane(policy, 30, Map.of(CPU, 5.0)), 30)).as("4 of 30").isEqualTo(26);
  }

  @Test
  void aLimitCountsFromTheStartOfItsPeriod() {
    ScalingPolicy policy =
        policy(
            List.of(plain(CPU, 50)),
            new Behaviour(0, List.of(new Limit(true, 50, 30_000))),
            free());
    assertThat(to(pane(policy, 10, Map.of(CPU, 200.0)), 10)).isEqualTo(15);
    assertThat(pane(policy, 15, Map.of(CPU, 200.0)).advice()).as("15 came within 30 s").isEmpty();
    assertThat(pane(policy, 15, Map.of(CPU, 200.0)).advice()).isEmpty();
    assertThat(pane(policy, 15, Map.of(CPU, 200.0)).advice()).isEmpty();
    assertThat(to(pane(policy, 15, Map.of(CPU, 200.0)), 15)).as("half of 15 more").isEqualTo(23);
  }

  @Test
  void boundsHold() {
    ScalingPolicy policy = policy(List.of(plain(CPU, 50)), free(), free());
    assertThat(to(pane(policy, 60, Map.of(CPU, 500.0)), 60)).isEqualTo(100);
    watch = new ScalingWatch();
    assertThat(to(pane(policy, 3, Map.of(CPU, 0.1)), 3)).isEqualTo(1);
  }

  @Test
  void betweenTheThresholdsNothingChanges() {
    Metric band = new Metric(CPU, ObjectiveStatistic.AVG, 70, 80, 30, 0, false, 0);
    ScalingPolicy policy = policy(List.of(band), free(), free());
    for (double value : new double[] {31, 50, 79}) {
      assertThat(pane(policy, 10, Map.of(CPU, value)).advice()).isEmpty();
    }
    assertThat(to(pane(policy, 10, Map.of(CPU, 84.0)), 10)).isEqualTo(12);
    watch = new ScalingWatch();
    assertThat(to(pane(policy, 10, Map.of(CPU, 21.0)), 10)).isEqualTo(3);
  }

  @Test
  @DisplayName("C-004-03: a surge does not wait")
  void aSurgeDoesNotWait() {
    Metric surge = new Metric(RATE, ObjectiveStatistic.AVG, 1_000, 1_200, 0, 1_200, true, 0);
    ScalingPolicy policy = policy(List.of(surge), new Behaviour(60_000, List.of()), free());
    assertThat(pane(policy, 4, Map.of(RATE, 4_000.0)).advice()).isEmpty();
    Optional<ScalingWatch.Advice> advice = pane(policy, 4, Map.of(RATE, 6_000.0)).advice();
    assertThat(advice)
        .get()
        .extracting(ScalingWatch.Advice::to, ScalingWatch.Advice::surging)
        .containsExactly(6, true);
  }

  @Test
  void aRisingTrendIsActedOnBeforeItArrives() {
    Metric ahead = new Metric(CPU, ObjectiveStatistic.AVG, 72, 80, 0, 0, false, 120_000);
    ScalingPolicy policy = policy(List.of(ahead), free(), free());
    int first = -1;
    for (int i = 0; i < 20 && first < 0; i++) {
      if (pane(policy, 10, Map.of(CPU, 50.0 + i)).advice().isPresent()) {
        first = i;
      }
    }
    assertThat(first).as("at 1 % per pane, 80 %% is 12 panes ahead").isBetween(15, 19);
  }

  @Test
  @DisplayName("D-06: how fast advice was followed is measured")
  void theReactionIsMeasured() {
    ScalingPolicy policy = policy(List.of(plain(CPU, 50)), free(), free());
    assertThat(to(pane(policy, 4, Map.of(CPU, 100.0)), 4)).isEqualTo(8);
    assertThat(pane(policy, 4, Map.of(CPU, 100.0)).advice()).as("said already").isEmpty();
    assertThat(pane(policy, 8, Map.of(CPU, 50.0)).reaction())
        .get()
        .satisfies(
            reaction -> {
              assertThat(reaction.tookMillis()).isEqualTo(20_000);
              assertThat(reaction.met()).isTrue();
            });
  }

  @ParameterizedTest
  @CsvSource({"2, 0", "3, 1", "4, 1", "5, 2", "8, 2", "20, 5"})
  @DisplayName("C-004-06: the stricter of two available and a quarter unavailable")
  void theDisruptionBudgetIsTheStricterRule(int instances, int disruptable) {
    assertThat(policy(List.of(), free(), free()).disruptable(instances)).isEqualTo(disruptable);
  }
}
