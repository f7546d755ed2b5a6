package io.chimera.refinement.operators.slo;

import static org.assertj.core.api.Assertions.assertThat;

import io.chimera.refinement.state.event.Finding;
import io.chimera.refinement.state.event.Severity;
import io.chimera.refinement.state.slo.SequenceEvent;
import io.chimera.refinement.state.slo.SequencePattern;
import io.chimera.refinement.state.slo.SequenceReport;
import java.util.List;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.operators.KeyedProcessOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.Test;

class OncePerIncidentTest {
  private static final SequencePattern CASCADE =
      new SequencePattern(
          "cascade", SequencePattern.Kind.CASCADE, "*", "*", "*", 120_000, 2, Severity.CRITICAL);

  private static Finding match(long fromSecond, long toSecond, String... components) {
    return SequenceReport.finding(
        CASCADE, List.of(event(components[0], fromSecond), event(components[1], toSecond)));
  }

  private static SequenceEvent event(String component, long second) {
    return new SequenceEvent(
        SequenceEvent.Kind.ANOMALY,
        "demo",
        component,
        "latency_ms",
        "detector",
        "demo/" + component,
        second * 1_000,
        component + second);
  }

  /** Ids of findings follow from where and when: matches of one moment would share theirs. */
  @Test
  void aStormIsOneIncidentAndALaterOneAnother() throws Exception {
    try (var harness =
        new KeyedOneInputStreamOperatorTestHarness<>(
            new KeyedProcessOperator<>(new OncePerIncident(120_000)),
            Finding::series,
            Types.STRING)) {
      harness.open();
      for (Finding match :
          List.of(
              match(10, 10, "a", "b"),
              match(10, 10, "c", "d"),
              match(20, 60, "a", "b"),
              match(170, 180, "a", "b"),
              match(301, 310, "a", "b"))) {
        harness.processElement(new StreamRecord<>(match, match.detectedAt()));
        harness.processWatermark(new Watermark(match.detectedAt()));
      }
      assertThat(harness.extractOutputValues())
          .extracting(Finding::startedAt)
          .containsExactly(10_000L, 301_000L);
      harness.processWatermark(new Watermark(100_000_000));
      assertThat(harness.numKeyedStateEntries()).as("state returns to zero").isZero();
    }
  }
}
