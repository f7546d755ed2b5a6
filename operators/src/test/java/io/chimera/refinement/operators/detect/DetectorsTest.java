package io.chimera.refinement.operators.detect;

import static org.assertj.core.api.Assertions.assertThat;

import io.chimera.refinement.operators.types.EventTypes;
import io.chimera.refinement.state.detect.TrendTest;
import io.chimera.refinement.state.event.Finding;
import io.chimera.refinement.state.event.WindowStats;
import io.chimera.refinement.state.window.Pane;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.java.functions.KeySelector;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.streaming.api.operators.KeyedProcessOperator;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.Test;

/** REF-PAT-01, REF-PAT-05, REF-PAT-09: what the detectors know survives a restore. */
class DetectorsTest {
  private static final long MINUTE = 60_000;
  private static final long DAY = 86_400_000;
  private static final String LATENCY = "mplp/context/*/latency_ms";
  private static final String ERRORS = "mplp/context/*/error_rate_percent";

  @Test
  void anIncidentFoundBeforeARestoreIsClosedAfterIt() throws Exception {
    List<Finding> findings = new ArrayList<>();
    OperatorSubtaskState saved;
    Random random = new Random(1);
    try (var before = Anomalies.harness(Map.of())) {
      before.open();
      for (int minute = 0; minute < 600; minute++) {
        Anomalies.feed(before, LATENCY, minute, 100 + random.nextGaussian());
      }
      Anomalies.feed(before, LATENCY, 600, 900);
      saved = before.snapshot(1, 1);
      findings.addAll(before.extractOutputValues());
    }
    try (var after = Anomalies.harness(Map.of())) {
      after.initializeState(saved);
      after.open();
      for (int minute = 601; minute < 620; minute++) {
        Anomalies.feed(after, LATENCY, minute, 100 + random.nextGaussian());
      }
      findings.addAll(after.extractOutputValues());
    }
    assertThat(findings)
        .filteredOn(finding -> finding.peakAt() == 601 * MINUTE)
        .extracting(Finding::state)
        .containsExactly(Finding.State.OPEN, Finding.State.CLOSED);
  }

  @Test
  void aTrendIsFoundFromMinutesOnlyAndARestoreChangesNothing() throws Exception {
    Random random = new Random(2);
    double[] values = new double[400];
    for (int i = 0; i < values.length; i++) {
      values[i] = 50 + i / 40.0 + random.nextGaussian();
    }
    List<Finding> undisturbed;
    try (var harness = harness(new DetectTrends(DAY, TrendTest.SIGNIFICANCE), true)) {
      harness.open();
      for (int i = 0; i < values.length; i++) {
        feed(harness, LATENCY, i, values[i]);
        harness.processElement(stats(LATENCY, i * MINUTE, 5 * MINUTE, 1e6), i * MINUTE);
      }
      undisturbed = harness.extractOutputValues();
    }
    List<Finding> restored = new ArrayList<>();
    OperatorSubtaskState saved;
    try (var before = harness(new DetectTrends(DAY, TrendTest.SIGNIFICANCE), true)) {
      before.open();
      for (int i = 0; i < 150; i++) {
        feed(before, LATENCY, i, values[i]);
      }
      saved = before.snapshot(1, 1);
      restored.addAll(before.extractOutputValues());
    }
    try (var after = harness(new DetectTrends(DAY, TrendTest.SIGNIFICANCE), true)) {
      after.initializeState(saved);
      after.open();
      for (int i = 150; i < values.length; i++) {
        feed(after, LATENCY, i, values[i]);
      }
      restored.addAll(after.extractOutputValues());
    }
    assertThat(undisturbed)
        .anySatisfy(
            finding -> {
              assertThat(finding.kind()).isEqualTo(Finding.Kind.TREND);
              assertThat(finding.direction()).isEqualTo(Finding.Direction.UP);
            });
    assertThat(restored).isEqualTo(undisturbed);
  }

  @Test
  void seriesThatMoveTogetherAreReportedOnceAndStateGoesWithThem() throws Exception {
    Random random = new Random(3);
    List<Finding> findings = new ArrayList<>();
    OperatorSubtaskState saved;
    try (var before = harness(new DetectCorrelations(), false)) {
      before.open();
      for (int minute = 0; minute < 50; minute++) {
        pair(before, minute, random);
      }
      saved = before.snapshot(1, 1);
      findings.addAll(before.extractOutputValues());
    }
    try (var after = harness(new DetectCorrelations(), false)) {
      after.initializeState(saved);
      after.open();
      for (int minute = 50; minute < 100; minute++) {
        pair(after, minute, random);
      }
      findings.addAll(after.extractOutputValues());
      after.processWatermark(24 * 60 * MINUTE);
      assertThat(after.numEventTimeTimers()).isZero();
      assertThat(after.numKeyedStateEntries()).isZero();
    }
    assertThat(findings)
        .singleElement()
        .satisfies(
            finding -> {
              assertThat(finding.kind()).isEqualTo(Finding.Kind.CORRELATION);
              assertThat(finding.series()).isEqualTo(ERRORS + "~" + LATENCY);
              assertThat(finding.sentence()).contains("move together");
            });
  }

  private static void pair(
      KeyedOneInputStreamOperatorTestHarness<String, WindowStats, Finding> harness,
      int minute,
      Random random)
      throws Exception {
    double shared = random.nextGaussian();
    feed(harness, LATENCY, minute, 100 + 10 * shared + random.nextGaussian());
    feed(harness, ERRORS, minute, 1 + 0.2 * shared + 0.02 * random.nextGaussian());
    harness.processWatermark((minute + 1) * MINUTE - 1);
  }

  private static void feed(
      KeyedOneInputStreamOperatorTestHarness<String, WindowStats, Finding> harness,
      String series,
      int minute,
      double value)
      throws Exception {
    harness.processElement(stats(series, minute * MINUTE, MINUTE, value), minute * MINUTE);
  }

  private static WindowStats stats(String series, long start, long length, double value) {
    Pane pane = new Pane();
    pane.add(value);
    return new WindowStats(series, start, start + length, pane, Map.of());
  }

  private static KeyedOneInputStreamOperatorTestHarness<String, WindowStats, Finding> harness(
      KeyedProcessFunction<String, WindowStats, Finding> function, boolean bySeries)
      throws Exception {
    return harness(
        new KeyedProcessOperator<>(function), bySeries ? WindowStats::series : new SystemKey());
  }

  private static KeyedOneInputStreamOperatorTestHarness<String, WindowStats, Finding> harness(
      OneInputStreamOperator<WindowStats, Finding> operator, KeySelector<WindowStats, String> key)
      throws Exception {
    var harness = new KeyedOneInputStreamOperatorTestHarness<>(operator, key, Types.STRING);
    harness.setup(
        EventTypes.FINDING.createSerializer(harness.getExecutionConfig().getSerializerConfig()));
    return harness;
  }
}
