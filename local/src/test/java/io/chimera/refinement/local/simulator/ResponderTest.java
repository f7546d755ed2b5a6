package io.chimera.refinement.local.simulator;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ResponderTest {
  private static final long START = 1_795_248_000_000L;
  private static final Set<String> ACTIONS =
      Set.of("hold", "scale_out", "raise_cache_ttl", "restart");
  private final FleetPlan plan = FleetPlan.demo(1);
  private final Responder responder = new Responder(new Fleet(plan, START), plan);

  @Test
  void mostAdviceIsAnsweredWithARewardSomeWithoutAndSomeNotAtAll() {
    List<String> answers = new ArrayList<>();
    for (int i = 0; i < 2_000; i++) {
      responder
          .react(advice("id-" + i, "svc-00", "scale_out", "live"), START)
          .ifPresent(r -> answers.add(new String(r.json(), UTF_8)));
    }
    long rewarded = answers.stream().filter(a -> a.contains("\"reward\":")).count();

    assertThat(rewarded / 2_000.0).isCloseTo(0.7, within(0.03));
    assertThat(answers.size() / 2_000.0).isCloseTo(0.9, within(0.03));
  }

  @Test
  void adviceInShadowOrForOthersIsLeftAlone() {
    assertThat(responder.react(advice("a", "svc-00", "scale_out", "shadow"), START)).isEmpty();
    assertThat(responder.react(advice("b", "elsewhere", "scale_out", "live"), START)).isEmpty();
    assertThat(responder.tally().decisions()).isZero();
  }

  @Test
  void knowingWhatEachComponentNeedsBeatsTheBestFixedAction() {
    Arms arms = new Arms(plan);
    for (int component = 0; component < 10; component++) {
      int index = component;
      String best =
          ACTIONS.stream()
              .max(java.util.Comparator.comparingDouble(a -> arms.reward(index, a)))
              .orElseThrow();
      responder.react(
          advice("id-" + component, FleetPlan.componentName(component), best, "live"), START);
    }
    assertThat(responder.tally().meanReward()).isGreaterThan(responder.tally().staticBest() + 0.03);
  }

  @Test
  void settingsAreAppliedAndJudgedAndAreNoDecisionBetweenActions() {
    Map<String, Double> better = Map.of("pool_size", 24.0, "cache_ttl_s", 40.0);
    Map<String, Double> worse = Map.of("pool_size", 4.0, "cache_ttl_s", 120.0);
    assertThat(meanReward(Map.of("pool_size", 8.0, "cache_ttl_s", 100.0)))
        .isCloseTo(0.5, within(0.01));
    assertThat(meanReward(better)).isGreaterThan(0.75);
    assertThat(meanReward(worse)).isLessThan(0.3);
    assertThat(responder.tally().decisions()).isZero();
  }

  private double meanReward(Map<String, Double> settings) {
    List<Double> rewards = new ArrayList<>();
    for (int i = 0; i < 500; i++) {
      Advice advice =
          new Advice("set-" + i, "demo", "svc-09", "set", Set.of("set"), settings, "live");
      responder
          .react(advice, START)
          .map(reply -> new String(reply.json(), UTF_8))
          .filter(json -> json.contains("\"reward\":"))
          .ifPresent(
              json ->
                  rewards.add(
                      Double.parseDouble(json.replaceAll(".*\"reward\":([0-9.]+).*", "$1"))));
    }
    return rewards.stream().mapToDouble(Double::doubleValue).average().orElse(Double.NaN);
  }

  @Test
  void aRecommendationIsReadFromItsJson() {
    byte[] json =
        """
        {"recommendationId":"r1","system":"demo","component":"svc-01","action":{"name":"hold"},"pmf":{"hold":0.4,"scale_out":0.6},
         "vetoed":{"restart":"cooldown"},"mode":"live"}"""
            .getBytes(UTF_8);

    assertThat(Advice.of(json))
        .contains(
            new Advice(
                "r1",
                "demo",
                "svc-01",
                "hold",
                Set.of("hold", "restart", "scale_out"),
                Map.of(),
                "live"));
    String setting =
        """
        {"recommendationId":"r2","system":"demo","component":"svc-09","mode":"live","pmf":{"set":1.0},
         "action":{"name":"set","parameters":{"pool_size":12}}}""";
    assertThat(Advice.of(setting.getBytes(UTF_8)).orElseThrow().settings())
        .containsExactly(Map.entry("pool_size", 12.0));
    assertThat(Advice.of("[1".getBytes(UTF_8))).isEmpty();
    assertThat(Advice.of("{}".getBytes(UTF_8))).isEmpty();
  }

  private static Advice advice(String id, String component, String action, String mode) {
    return new Advice(id, "demo", component, action, ACTIONS, Map.of(), mode);
  }
}
