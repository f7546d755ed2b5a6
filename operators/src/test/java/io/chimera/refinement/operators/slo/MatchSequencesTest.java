package io.chimera.refinement.operators.slo;

import static org.assertj.core.api.Assertions.assertThat;

import io.chimera.refinement.operators.types.EventTypes;
import io.chimera.refinement.state.event.Finding;
import io.chimera.refinement.state.event.Severity;
import io.chimera.refinement.state.slo.SequenceEvent;
import io.chimera.refinement.state.slo.SequenceEvent.Kind;
import io.chimera.refinement.state.slo.SequencePattern;
import java.util.List;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.java.functions.KeySelector;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.transformations.OneInputTransformation;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.Test;

/** The sequences: what must match, what must not, and that nothing is left behind. */
class MatchSequencesTest {
  private static final SequencePattern SLOW_THEN_FAILING =
      new SequencePattern(
          "slow-then-failing",
          SequencePattern.Kind.FOLLOWED_BY,
          "*",
          "=~(latency_ms|response_time_ms)",
          "error_rate_percent",
          120_000,
          2,
          Severity.CRITICAL);
  private static final SequencePattern CASCADE =
      new SequencePattern(
          "cascade", SequencePattern.Kind.CASCADE, "*", "*", "*", 120_000, 3, Severity.CRITICAL);
  private static final SequencePattern FLAPPING =
      new SequencePattern(
          "flapping", SequencePattern.Kind.FLAPPING, "*", "*", "*", 600_000, 3, Severity.WARNING);

  private static SequenceEvent event(Kind kind, String component, String metric, long second) {
    return new SequenceEvent(
        kind,
        "demo",
        component,
        metric,
        kind == Kind.BREACH ? "rule" : "",
        "demo/" + component,
        second * 1_000,
        component + second);
  }

  /** Feeds events, then lets all time pass; nothing may be left in state. */
  private static List<Finding> matched(SequencePattern pattern, SequenceEvent... events)
      throws Exception {
    try (var harness = harness(pattern)) {
      harness.open();
      for (SequenceEvent event : events) {
        harness.processElement(new StreamRecord<>(event, event.timeMillis()));
        harness.processWatermark(new Watermark(event.timeMillis()));
      }
      harness.processWatermark(new Watermark(100_000_000));
      assertThat(harness.numEventTimeTimers()).isZero();
      assertThat(harness.numKeyedStateEntries()).as("state returns to zero").isZero();
      return harness.extractOutputValues();
    }
  }

  /** The operator that the pattern becomes, taken out of the graph. */
  @SuppressWarnings("unchecked") // the types are those of the stream it was built from
  private static KeyedOneInputStreamOperatorTestHarness<String, SequenceEvent, Finding> harness(
      SequencePattern pattern) throws Exception {
    StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment();
    var source =
        env.fromData(List.of(event(Kind.ANOMALY, "a", "latency_ms", 0)), EventTypes.SEQUENCE_EVENT);
    var transformation =
        (OneInputTransformation<SequenceEvent, Finding>)
            MatchSequences.of(pattern, source).getTransformation();
    return new KeyedOneInputStreamOperatorTestHarness<>(
        transformation.getOperator(),
        (KeySelector<SequenceEvent, String>) transformation.getStateKeySelector(),
        Types.STRING);
  }

  @Test
  void anAnomalyAndThenABreachWithinTwoMinutesMatch() throws Exception {
    List<Finding> found =
        matched(
            SLOW_THEN_FAILING,
            event(Kind.ANOMALY, "svc", "latency_ms", 10),
            event(Kind.BREACH, "svc", "error_rate_percent", 129));
    assertThat(found)
        .singleElement()
        .satisfies(
            finding -> {
              assertThat(finding.kind()).isEqualTo(Finding.Kind.SEQUENCE);
              assertThat(finding.related()).containsExactly("svc10", "svc129");
              assertThat(finding.startedAt()).isEqualTo(10_000);
            });
  }

  @Test
  void tooLateElsewhereOrInTheOtherOrderIsNoMatch() throws Exception {
    assertThat(
            matched(
                SLOW_THEN_FAILING,
                event(Kind.ANOMALY, "svc", "latency_ms", 10),
                event(Kind.BREACH, "svc", "error_rate_percent", 131)))
        .isEmpty();
    assertThat(
            matched(
                SLOW_THEN_FAILING,
                event(Kind.ANOMALY, "svc", "latency_ms", 10),
                event(Kind.BREACH, "other", "error_rate_percent", 20)))
        .isEmpty();
    assertThat(
            matched(
                SLOW_THEN_FAILING,
                event(Kind.BREACH, "svc", "error_rate_percent", 10),
                event(Kind.ANOMALY, "svc", "latency_ms", 20)))
        .isEmpty();
  }

  @Test
  void aReleaseBetweenThemExplainsIt() throws Exception {
    assertThat(
            matched(
                SLOW_THEN_FAILING,
                event(Kind.ANOMALY, "svc", "latency_ms", 10),
                event(Kind.RELEASE, "svc", "", 20),
                event(Kind.BREACH, "svc", "error_rate_percent", 30)))
        .isEmpty();
  }

  @Test
  void threeComponentsOneAfterTheOtherAreACascade() throws Exception {
    assertThat(
            matched(
                CASCADE,
                event(Kind.ANOMALY, "a", "latency_ms", 10),
                event(Kind.ANOMALY, "a", "error_rate_percent", 15),
                event(Kind.ANOMALY, "b", "latency_ms", 20),
                event(Kind.BREACH, "c", "latency_ms", 100)))
        .singleElement()
        .extracting(Finding::series)
        .isEqualTo("demo");
    assertThat(
            matched(
                CASCADE,
                event(Kind.ANOMALY, "a", "latency_ms", 10),
                event(Kind.ANOMALY, "b", "latency_ms", 20),
                event(Kind.ANOMALY, "a", "latency_ms", 30),
                event(Kind.ANOMALY, "c", "latency_ms", 200)))
        .as("two components, and the third too late")
        .isEmpty();
  }

  @Test
  void anAlertThatFiresForTheThirdTimeFlaps() throws Exception {
    assertThat(
            matched(
                FLAPPING,
                event(Kind.BREACH, "a", "latency_ms", 10),
                event(Kind.BREACH, "a", "latency_ms", 100),
                event(Kind.BREACH, "a", "latency_ms", 590)))
        .hasSize(1);
    assertThat(
            matched(
                FLAPPING,
                event(Kind.BREACH, "a", "latency_ms", 10),
                event(Kind.BREACH, "b", "latency_ms", 100),
                event(Kind.BREACH, "a", "latency_ms", 200),
                event(Kind.BREACH, "a", "latency_ms", 700)))
        .isEmpty();
  }
}
