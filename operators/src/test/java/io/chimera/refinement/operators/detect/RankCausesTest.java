package io.chimera.refinement.operators.detect;

import static org.assertj.core.api.Assertions.assertThat;

import io.chimera.refinement.operators.types.EventTypes;
import io.chimera.refinement.state.detect.CorrelatedSeries;
import io.chimera.refinement.state.detect.Correlation;
import io.chimera.refinement.state.event.Finding;
import io.chimera.refinement.state.event.Severity;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.operators.KeyedProcessOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which series of an incident moved first, and which explain it. */
class RankCausesTest {
  private static final long START = 1_795_248_000_000L;

  private static KeyedOneInputStreamOperatorTestHarness<String, Finding, Finding> harness()
      throws Exception {
    var harness =
        new KeyedOneInputStreamOperatorTestHarness<>(
            new KeyedProcessOperator<>(new RankCauses()), Finding::system, Types.STRING);
    harness.setup(
        EventTypes.FINDING.createSerializer(harness.getExecutionConfig().getSerializerConfig()));
    return harness;
  }

  /** An anomaly that began so many seconds after the start, and was found a second later. */
  private static StreamRecord<Finding> anomaly(
      String component, String agentId, String metric, int second, double score) {
    return anomaly("d", component, agentId, metric, second, score);
  }

  private static StreamRecord<Finding> anomaly(
      String detector, String component, String agentId, String metric, int second, double score) {
    long startedAt = START + 1_000L * second;
    String series = "shop/" + component + '/' + (agentId == null ? "*" : agentId) + '/' + metric;
    return new StreamRecord<>(
        new Finding(
            Finding.id(Finding.Kind.ANOMALY, series, detector, startedAt),
            Finding.Kind.ANOMALY,
            "shop",
            component,
            agentId,
            metric,
            Map.of(),
            series,
            detector,
            startedAt,
            startedAt,
            startedAt + 1_000,
            null,
            Finding.State.OPEN,
            score,
            Severity.WARNING,
            Finding.Direction.UP,
            1,
            "ms",
            0,
            0,
            List.of(),
            List.of(),
            false,
            "."),
        startedAt + 1_000);
  }

  private static StreamRecord<Finding> together(String one, String other, double r) {
    Finding finding =
        new CorrelatedSeries(one, other, new Correlation.Pair(0, 1, r, r, 0, 0), 60)
            .finding(START - 60_000);
    return new StreamRecord<>(finding, finding.detectedAt());
  }

  private static String id(StreamRecord<Finding> record) {
    return record.getValue().findingId();
  }

  @Test
  void aBrokenRelationIsPartOfAnIncidentButMakesNone() throws Exception {
    var relation = anomaly("multivariate", "cart", "a-1", "cpu_percent", 0, 0.6);
    var latency = anomaly("cart", "a-1", "latency_ms", 10, 0.6);
    var errors = anomaly("cart", "a-1", "errors", 20, 0.6);
    try (var harness = harness()) {
      harness.open();
      harness.processElement(relation);
      harness.processElement(latency);
      harness.processWatermark(START + 2_000_000);
      assertThat(harness.extractOutputValues()).isEmpty();
    }
    try (var harness = harness()) {
      harness.open();
      harness.processElement(relation);
      harness.processElement(latency);
      harness.processElement(errors);
      harness.processWatermark(START + 2_000_000);
      assertThat(harness.extractOutputValues())
          .hasSize(2)
          .allSatisfy(
              finding ->
                  assertThat(finding.related())
                      .containsExactlyInAnyOrder(id(relation), id(latency), id(errors)));
    }
  }

  @Test
  void aMetricThatAlsoMovesByItselfCounts() throws Exception {
    try (var harness = harness()) {
      harness.open();
      harness.processElement(anomaly("multivariate", "cart", "a-1", "cpu_percent", 0, 0.6));
      harness.processElement(anomaly("cart", "a-1", "cpu_percent", 10, 0.6));
      harness.processElement(anomaly("cart", "a-1", "errors", 20, 0.6));
      harness.processWatermark(START + 2_000_000);
      assertThat(harness.extractOutputValues()).hasSize(2);
    }
  }

  @Test
  void whatMovedFirstIsTheLikeliestCauseAndTheEndSaysSoAgain() throws Exception {
    var database = anomaly("db", null, "latency_ms", 0, 0.5);
    var cart = anomaly("cart", null, "latency_ms", 20, 0.6);
    var pay = anomaly("pay", null, "errors", 30, 0.6);
    try (var harness = harness()) {
      harness.open();
      harness.processElement(database);
      harness.processElement(cart);
      harness.processElement(pay);
      harness.processWatermark(START + 40_000);
      assertThat(harness.extractOutputValues()).isEmpty();
      harness.processWatermark(START + 41_000);
      assertThat(harness.extractOutputValues()).hasSize(1);
      harness.processWatermark(START + 200_000);
      assertThat(harness.numEventTimeTimers()).isZero();
      List<Finding> found = harness.extractOutputValues();
      assertThat(found)
          .hasSize(2)
          .allSatisfy(
              finding -> {
                assertThat(finding.kind()).isEqualTo(Finding.Kind.INCIDENT);
                assertThat(finding.series()).isEqualTo("shop");
                assertThat(finding.component()).isEqualTo("db");
                assertThat(finding.metric()).isEqualTo("latency_ms");
                assertThat(finding.startedAt()).isEqualTo(START);
                assertThat(finding.related()).containsExactly(id(database), id(cart), id(pay));
                assertThat(finding.findingId()).isEqualTo(found.get(0).findingId());
              });
      assertThat(found.get(0).sentence())
          .isEqualTo(
              "3 series of shop move within 30 s; the likeliest cause is db/latency_ms, which moved"
                  + " first (score 0.5) and explains 2 of 2; then cart/latency_ms, pay/errors.");
      assertThat(found.get(1).state()).isEqualTo(Finding.State.CLOSED);
      assertThat(found.get(1).endedAt()).isEqualTo(START + 30_000);
    }
  }

  @Test
  void ofTwoThatMovedAtOnceTheOneThatMovesWithTheOthersExplainsMore() throws Exception {
    try (var harness = harness()) {
      harness.open();
      harness.processElement(together("shop/cart/*/latency_ms", "shop/pay/*/errors", -0.9));
      harness.processElement(anomaly("alone", null, "cpu", 0, 0.6));
      harness.processElement(anomaly("pay", null, "errors", 0, 0.6));
      harness.processElement(anomaly("cart", null, "latency_ms", 10, 0.6));
      harness.processWatermark(START + 60_000);
      assertThat(harness.extractOutputValues())
          .singleElement()
          .satisfies(
              finding -> {
                assertThat(finding.component()).isEqualTo("pay");
                assertThat(finding.sentence()).contains("known to move together (r 0.9)");
              });
    }
  }

  @Test
  void oneMetricIsNoIncidentHoweverManyAgentsItHas() throws Exception {
    try (var harness = harness()) {
      harness.open();
      harness.processElement(anomaly("db", null, "latency_ms", 0, 0.5));
      harness.processElement(anomaly("db", "a1", "latency_ms", 10, 0.5));
      harness.processElement(anomaly("db", "a2", "latency_ms", 10, 0.5));
      harness.processWatermark(START + 600_000);
      assertThat(harness.extractOutputValues()).isEmpty();
    }
  }

  @Test
  void whatComesAMinuteLaterIsAnotherIncident() throws Exception {
    try (var harness = harness()) {
      harness.open();
      harness.processElement(anomaly("db", null, "latency_ms", 0, 0.5));
      harness.processElement(anomaly("db", null, "errors", 5, 0.5));
      harness.processElement(anomaly("cart", null, "latency_ms", 70, 0.5));
      harness.processElement(anomaly("cart", null, "errors", 75, 0.5));
      harness.processWatermark(START + 600_000);
      assertThat(harness.extractOutputValues())
          .extracting(finding -> finding.component() + ' ' + finding.state())
          .containsExactly("db OPEN", "db CLOSED", "cart OPEN", "cart CLOSED");
    }
  }

  @Test
  void aThousandSeriesAreRankedInBoundedState() throws Exception {
    try (var harness = harness()) {
      harness.open();
      for (int i = 0; i < 1_000; i++) {
        harness.processElement(together("shop/c" + i + "/*/m", "shop/c" + (i + 1) + "/*/m", 0.8));
        harness.processElement(anomaly("c" + i, null, "m", i % 30, 0.5));
      }
      harness.processWatermark(START + 600_000);
      assertThat(harness.extractOutputValues())
          .isNotEmpty()
          .allSatisfy(finding -> assertThat(finding.related()).hasSizeLessThanOrEqualTo(64));
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void neitherTheOrderOfArrivalNorARestoreChangesAnything(long seed) throws Exception {
    List<StreamRecord<Finding>> findings = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      findings.add(anomaly("c" + i, null, "m", 5 * (i / 2), 0.5 + i / 100.0));
    }
    List<Finding> undisturbed = run(findings, false);
    Collections.shuffle(findings, new Random(seed));
    assertThat(run(findings, true)).isEqualTo(undisturbed).hasSize(2);
  }

  /** What a broker's return does: event time jumps over several incidents at once. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void severalIncidentsThatArriveTogetherAreThoseThatWouldHaveComeOneByOne(long seed)
      throws Exception {
    List<StreamRecord<Finding>> findings = new ArrayList<>();
    for (int i = 0; i < 24; i++) {
      findings.add(anomaly("c" + i % 7, null, "m" + i % 3, 25 * i + 45 * (i / 5), 0.5));
    }
    List<Finding> oneByOne = new ArrayList<>();
    try (var harness = harness()) {
      harness.open();
      for (StreamRecord<Finding> finding : findings) {
        harness.processElement(finding);
        harness.processWatermark(finding.getTimestamp());
      }
      harness.processWatermark(START + 1_800_000);
      oneByOne.addAll(harness.extractOutputValues());
      assertThat(harness.numEventTimeTimers()).isZero();
    }
    Collections.shuffle(findings, new Random(seed));
    List<Finding> together = new ArrayList<>();
    try (var harness = harness()) {
      harness.open();
      for (StreamRecord<Finding> finding : findings) {
        harness.processElement(finding);
      }
      harness.processWatermark(START + 1_800_000);
      together.addAll(harness.extractOutputValues());
    }
    assertThat(together).isEqualTo(oneByOne).hasSizeGreaterThan(4);
  }

  private static List<Finding> run(List<StreamRecord<Finding>> findings, boolean restored)
      throws Exception {
    List<Finding> found = new ArrayList<>();
    var harness = harness();
    harness.open();
    for (int i = 0; i < findings.size(); i++) {
      if (restored && i == 6) {
        OperatorSubtaskState saved = harness.snapshot(1, 1);
        found.addAll(harness.extractOutputValues());
        harness.close();
        harness = harness();
        harness.initializeState(saved);
        harness.open();
      }
      harness.processElement(findings.get(i));
    }
    harness.processWatermark(START + 600_000);
    found.addAll(harness.extractOutputValues());
    harness.close();
    return found;
  }
}
