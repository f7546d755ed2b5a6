package io.chimera.refinement.state.detect;

import static org.assertj.core.api.Assertions.assertThat;

import io.chimera.refinement.state.detect.JudgedValue.Alone;
import io.chimera.refinement.state.event.Finding;
import io.chimera.refinement.state.event.Finding.Direction;
import io.chimera.refinement.state.wire.RoundTrip;
import io.chimera.refinement.state.wire.Snapshots;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** REF-PAT-05: the metrics of one agent are judged together. */
class JointWatchTest {
  private static final int FROM = JointAgent.WARM;
  private static final int UNTIL = FROM + 200;
  private static final int LATER = FROM + 1_200;

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void aRelationThatBreaksIsFoundOnceAndClosesWhenItHoldsAgain(long seed) {
    List<Finding> found = new JointAgent(seed).broken(FROM, UNTIL).until(LATER);
    assertThat(found).hasSize(2);
    Finding opened = found.get(0);
    assertThat(opened.kind()).isEqualTo(Finding.Kind.ANOMALY);
    assertThat(opened.detector()).isEqualTo("multivariate");
    assertThat(opened.state()).isEqualTo(Finding.State.OPEN);
    assertThat(opened.series()).isEqualTo(JointAgent.CPU);
    assertThat(opened.agentId()).isEqualTo("a-1");
    assertThat(opened.metric()).isEqualTo("cpu_percent");
    assertThat(opened.unit()).isEqualTo("%");
    assertThat(opened.detectedAt() / JointAgent.STEP).isBetween((long) FROM, (long) FROM + 60);
    assertThat(opened.value() < opened.lower() || opened.value() > opened.upper()).isTrue();
    assertThat(opened.upper() - opened.lower()).isBetween(4.0, 16.0);
    assertThat(opened.score()).isBetween(0.4, 1.0);
    assertThat(opened.evidence()).hasSize(RecentPanes.CAPACITY);
    assertThat(opened.evidence().get(RecentPanes.CAPACITY - 1).endMillis())
        .isEqualTo(opened.detectedAt());
    assertThat(opened.sentence())
        .startsWith("cpu_percent of shop/cart/a-1 no longer follows ")
        .contains("latency_ms", "requests_per_s", "% was expected", "they explained 9");
    Finding closed = found.get(1);
    assertThat(closed.findingId()).isEqualTo(opened.findingId());
    assertThat(closed.state()).isEqualTo(Finding.State.CLOSED);
    assertThat(closed.endedAt()).isBetween(opened.detectedAt(), closed.detectedAt());
    assertThat(closed.sentence())
        .contains("cpu_percent of shop/cart/a-1 follows ", " again after ");
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void aRelationThatHoldsIsNoFinding(long seed) {
    assertThat(new JointAgent(seed).until(LATER)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void whereNothingIsRelatedNothingCanBreak(long seed) {
    JointAgent agent = new JointAgent(seed).broken(FROM, UNTIL);
    agent.related = false;
    assertThat(agent.until(LATER)).isEmpty();
  }

  @Test
  void oneMetricIsNotJudgedTogether() {
    JointAgent agent = new JointAgent(1).broken(FROM, UNTIL);
    agent.metrics = 1;
    assertThat(agent.until(LATER)).isEmpty();
  }

  @Test
  void twoMetricsAreEnough() {
    JointAgent agent = new JointAgent(1).broken(FROM, UNTIL);
    agent.metrics = 2;
    assertThat(agent.until(LATER)).hasSize(2);
  }

  @Test
  void littleKnowledgeMakesNoFinding() {
    assertThat(new JointAgent(1).broken(400, 600).until(700)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void aRestoreAtAnyPaneChangesNothing(long seed) {
    List<Finding> undisturbed = new JointAgent(seed).broken(FROM, UNTIL).until(LATER);
    JointAgent agent = new JointAgent(seed).broken(FROM, UNTIL);
    agent.restored = pane -> pane % 37 == 0;
    assertThat(agent.until(LATER)).isEqualTo(undisturbed).isNotEmpty();
  }

  @Test
  void aRestoreInTheMiddleOfAPaneChangesNothing() {
    JointWatch watch = new JointWatch();
    assertThat(watch.offer(value(JointAgent.CPU, 0, 1))).isTrue();
    assertThat(watch.offer(value(JointAgent.LATENCY, 0, 2))).isFalse();
    assertThat(watch.offer(value(JointAgent.LATENCY, 1, 2))).isTrue();
    JointWatch restored = Snapshots.restored(JointWatch.CODEC, watch);
    assertThat(restored.waiting).isEqualTo(watch.waiting).hasSize(3);
    JointPane room = new JointPane();
    restored.judge(JointAgent.STEP, AnomalyWatch.Params.defaults(), room);
    assertThat(restored.names).containsExactly(JointAgent.CPU, JointAgent.LATENCY);
    assertThat(restored.waiting).hasSize(1);
    assertThat(restored.offer(value(JointAgent.REQUESTS, 0, 3))).as("its pane is over").isFalse();
    assertThat(restored.waiting).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void theOrderOfTheMetricsInAPaneDoesNotMatter(long seed) {
    List<Finding> inOrder = new JointAgent(seed).broken(FROM, UNTIL).until(LATER);
    JointAgent agent = new JointAgent(seed).broken(FROM, UNTIL);
    agent.shuffled = true;
    assertThat(agent.until(LATER)).isEqualTo(inOrder).isNotEmpty();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void aMetricThatIsMissingNowAndThenIsNoHindrance(long seed) {
    JointAgent agent = new JointAgent(seed).broken(FROM, UNTIL);
    agent.missing = pane -> pane % 3 == 0;
    assertThat(agent.until(LATER)).hasSize(2);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void anIncidentDoesNotTeach(long seed) {
    JointAgent agent = new JointAgent(seed);
    agent.broken =
        pane -> (pane >= FROM && pane < UNTIL) || (pane >= UNTIL + 400 && pane < UNTIL + 600);
    List<Finding> found = agent.until(UNTIL + 1_500);
    assertThat(found).hasSize(4);
    assertThat(found.get(2).detectedAt() / JointAgent.STEP).isBetween(UNTIL + 400L, UNTIL + 480L);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void openAndClosedTakeTurns(long seed) {
    JointAgent agent = new JointAgent(seed);
    agent.broken = pane -> pane > FROM && pane / 90 % 3 == 0;
    Finding.State last = Finding.State.CLOSED;
    for (Finding finding : agent.until(FROM + 2_000)) {
      assertThat(finding.state()).isNotEqualTo(last);
      last = finding.state();
    }
  }

  @Test
  void whatAMetricTellsByItselfIsNotToldTwice() {
    JointAgent agent = new JointAgent(1).broken(FROM, UNTIL);
    agent.toldAlone = pane -> pane >= FROM && pane < UNTIL;
    assertThat(agent.until(LATER)).isEmpty();
  }

  @Test
  void anIncidentThatAMetricTakesOverEnds() {
    JointAgent agent = new JointAgent(1).broken(FROM, UNTIL);
    agent.toldAlone = pane -> pane >= FROM + 100 && pane < UNTIL;
    List<Finding> found = agent.until(LATER);
    assertThat(found).hasSize(2);
    assertThat(found.get(1).detectedAt()).isEqualTo((FROM + 101) * JointAgent.STEP);
    assertThat(found.get(1).sentence()).contains("became an incident by itself");
  }

  @Test
  void aFloorBeyondTheDistanceSilencesIt() {
    JointAgent agent = new JointAgent(1).broken(FROM, UNTIL);
    agent.leastDistance = 500;
    assertThat(agent.until(LATER)).isEmpty();
  }

  @Test
  void onlyTheWantedDirectionIsFound() {
    JointAgent agent = new JointAgent(1).broken(FROM, UNTIL);
    agent.direction = Direction.DOWN;
    assertThat(agent.until(LATER))
        .allSatisfy(finding -> assertThat(finding.direction()).isEqualTo(Direction.DOWN));
  }

  @Test
  void whatIsBeyondTheMostMetricsIsPassedOver() {
    JointWatch watch = new JointWatch();
    JointPane room = new JointPane();
    for (int pane = 0; pane < 3; pane++) {
      for (int metric = 19; metric >= 0; metric--) {
        watch.offer(value("shop/cart/a-1/m" + (10 + metric), pane, metric));
      }
      watch.judge((pane + 1) * JointAgent.STEP, AnomalyWatch.Params.defaults(), room);
      assertThat(watch.names).hasSize(JointWatch.MOST_METRICS).startsWith("shop/cart/a-1/m10");
      assertThat(watch.waiting).isNull();
    }
  }

  @Test
  void aConstantMetricDoesNoHarm() {
    JointWatch watch = new JointWatch();
    JointPane room = new JointPane();
    for (int pane = 0; pane < 500; pane++) {
      watch.offer(value(JointAgent.CPU, pane, 7));
      watch.offer(value(JointAgent.LATENCY, pane, pane % 5));
      watch.offer(value(JointAgent.REQUESTS, pane, 2 * (pane % 5)));
      assertThat(watch.judge((pane + 1) * JointAgent.STEP, AnomalyWatch.Params.defaults(), room))
          .isEmpty();
    }
    assertThat(watch.relation.explained(1)).isBetween(0.9, 1.0);
    assertThat(watch.relation.usualError(0)).isZero();
  }

  @Test
  void aStateOfTheFirstVersionGoesOnToTheLastBit() throws Exception {
    JointAgent agent = new JointAgent(7).broken(FROM, UNTIL);
    List<Finding> before = agent.until(FROM + 100);
    assertThat(before).hasSize(1);
    assertThat(Snapshots.bytes(JointWatch.CODEC, agent.watch()))
        .isEqualTo(Snapshots.bytes(JointWatch.CODEC, JointVersions.written(1)));
    List<Finding> undisturbed = new JointAgent(7).broken(FROM, UNTIL).until(LATER);
    assertThat(agent.goOnWith(JointVersions.written(1)).until(LATER))
        .isEqualTo(undisturbed.subList(1, undisturbed.size()));
  }

  @Test
  void aJudgedValueSurvivesItsBytesAndKnowsItsGroup() {
    JudgedValue value =
        new JudgedValue("s/c/a/m{x=1}", 5, 60_005, 1.25, 4.5, 0.5, Direction.DOWN, Alone.RARE);
    assertThat(RoundTrip.through(JudgedValue.CODEC, value)).isEqualTo(value);
    assertThat(value.group()).isEqualTo("s/c/a{x=1}");
    assertThat(value("s/c/a/m", 0, 1).group()).isEqualTo("s/c/a");
  }

  private static JudgedValue value(String series, int pane, double value) {
    return new JudgedValue(
        series,
        pane * JointAgent.STEP,
        (pane + 1) * JointAgent.STEP,
        value,
        4.55,
        1e-6,
        Direction.BOTH,
        Alone.USUAL);
  }
}
