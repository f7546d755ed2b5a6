package io.chimera.refinement.state.detect;

import static org.assertj.core.api.Assertions.assertThat;

import io.chimera.refinement.state.event.ControlUpdate;
import io.chimera.refinement.state.event.Finding.Direction;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class DetectionPlanTest {
  private static final AnomalyWatch.Params USUAL = AnomalyWatch.Params.defaults();
  private static final String LATENCY = "shop/cart/a1/latency_ms";

  private static ControlUpdate policy(String name, SeriesSelector select, Double rarity) {
    return ControlUpdate.of(
        ControlUpdate.DETECTION_POLICY,
        name,
        DetectionDocument.of(
            new DetectionPolicy(name, select, false, Direction.UP, rarity, null, 5.0)));
  }

  private static SeriesSelector select(String component, String agent, String metric) {
    return new SeriesSelector("shop", component, agent, metric);
  }

  @Test
  void thePolicyThatSaysMostCountsAndOfEqualsTheFirstByName() {
    var wide = policy("wide", select("*", "*", "*"), 4.0);
    var metric = policy("metric", select("*", "*", "latency_ms"), 5.0);
    var same = policy("another-metric", select("*", "*", "latency_ms"), 6.0);
    var other = policy("other", select("cart", "*", "errors"), 7.0);
    assertThat(plan(wide).policy(LATENCY, USUAL).params().rarity()).isEqualTo(4);
    assertThat(plan(wide, metric, other).policy(LATENCY, USUAL).params().rarity()).isEqualTo(5);
    assertThat(plan(wide, metric, same).policy(LATENCY, USUAL).params().rarity()).isEqualTo(6);
    assertThat(plan(other).policy(LATENCY, USUAL)).isEqualTo(SeriesPolicy.usual(USUAL));
  }

  @Test
  void whatAPolicyDoesNotSayStaysAsItIs() {
    SeriesPolicy policy = plan(policy("p", select("cart", "a1", "*"), null)).policy(LATENCY, USUAL);
    assertThat(policy.direction()).isEqualTo(Direction.UP);
    assertThat(policy.params().absoluteFloor()).isEqualTo(5);
    assertThat(policy.params().rarity()).isEqualTo(USUAL.rarity());
    assertThat(policy.params().coldLimit()).isEqualTo(USUAL.coldLimit());
    assertThat(policy.params().relativeFloor()).isEqualTo(USUAL.relativeFloor());
  }

  @Test
  void aWithdrawnDocumentOfThePacksIsGone() {
    var wide = policy("wide", select("*", "*", "*"), 4.0);
    DetectionPlan plan =
        DetectionPlan.of(
            Map.of(wide.key(), wide),
            List.of(
                Map.entry(
                    wide.key(), ControlUpdate.withdrawn(ControlUpdate.DETECTION_POLICY, "wide"))));
    assertThat(plan.leavesAllUsual()).isTrue();
  }

  private static DetectionPlan plan(ControlUpdate... documents) {
    return DetectionPlan.of(
        Map.of(),
        Stream.of(documents).map(document -> Map.entry(document.key(), document)).toList());
  }
}
