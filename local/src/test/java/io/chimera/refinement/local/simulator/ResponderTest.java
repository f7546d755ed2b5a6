package io.chimera.refinement.local.simulator;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
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
  void aRecommendationIsReadFromItsJson() {
    byte[] json =
        """
        {"recommendationId":"r1","system":"demo","component":"svc-01","action":{"name":"hold"},"pmf":{"hold":0.4,"scale_out":0.6},
         "vetoed":{"restart":"cooldown"},"mode":"live"}"""
            .getBytes(UTF_8);

    assertThat(Advice.of(json))
        .contains(
            new Advice(
                "r1", "demo", "svc-01", "hold", Set.of("hold", "restart", "scale_out"), "live"));
    assertThat(Advice.of("[1".getBytes(UTF_8))).isEmpty();
    assertThat(Advice.of("{}".getBytes(UTF_8))).isEmpty();
  }

  private static Advice advice(String id, String component, String action, String mode) {
    return new Advice(id, "demo", component, action, ACTIONS, mode);
  }
}
