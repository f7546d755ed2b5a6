package io.chimera.refinement.operators.window;

import static io.chimera.refinement.operators.Reports.report;
import static org.assertj.core.api.Assertions.assertThat;

import io.chimera.refinement.operators.SideOutputs;
import io.chimera.refinement.operators.publish.SelfReporting;
import io.chimera.refinement.operators.types.EventTypes;
import io.chimera.refinement.state.event.KpiReport;
import io.chimera.refinement.state.event.PartialPane;
import io.chimera.refinement.state.event.Statistic;
import io.chimera.refinement.state.event.WindowStats;
import io.chimera.refinement.state.window.Pane;
import io.chimera.refinement.state.window.WindowShape;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.operators.SimpleOperatorFactory;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.runtime.watermarkstatus.WatermarkStatus;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * REF-STR-01, REF-TSD-08, REF-ING-09: panes and windows equal brute force, under disorder and over
 * restarts.
 */
class WindowsTest {
  private static final WindowShape SHAPE = new WindowShape(60_000, 10_000);

  /**
   * Random reports with disorder; flushes, restarts and watermarks in between; against sums over
   * all raw values.
   */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void windowsEqualBruteForceUnderDisorderAndRestarts(long seed) throws Exception {
    Random random = new Random(seed);
    Map<String, Map<Long, List<Double>>> raw = new TreeMap<>();
    List<WindowStats> windows = new ArrayList<>();
    var panes = panes();
    panes.open();
    var summary = summary(null);
    for (int second = 0; second < 300; second++) {
      for (int i = 0; i < 5; i++) {
        long timestamp = second * 1_000L - random.nextInt(4_500);
        if (timestamp >= 0) {
          String agent = "agent-" + random.nextInt(3);
          double value = random.nextGaussian() * 1e3;
          panes.processElement(
              new StreamRecord<>(
                  report("r" + second + "-" + i, agent, timestamp, value), timestamp));
          for (String series :
              List.of("demo/svc/" + agent + "/latency_ms", "demo/svc/*/latency_ms")) {
            raw.computeIfAbsent(series, key -> new TreeMap<>())
                .computeIfAbsent(timestamp, key -> new ArrayList<>())
                .add(value);
          }
        }
      }
      long watermark = second * 1_000L - 5_001;
      if (random.nextInt(3) == 0) {
        panes.prepareSnapshotPreBarrier(second);
      }
      panes.processWatermark(new Watermark(watermark));
      move(panes, summary);
      summary.processWatermark(new Watermark(watermark));
      windows.addAll(summary.extractOutputValues());
      summary.getOutput().clear();
      if (random.nextInt(40) == 0) {
        summary.prepareSnapshotPreBarrier(second);
        OperatorSubtaskState saved = summary.snapshot(second, second);
        summary.close();
        summary = summary(saved);
      }
    }
    panes.processWatermark(new Watermark(Long.MAX_VALUE));
    move(panes, summary);
    summary.processWatermark(new Watermark(Long.MAX_VALUE));
    windows.addAll(summary.extractOutputValues());

    assertThat(windows).hasSizeGreaterThan(100).doesNotHaveDuplicates();
    for (WindowStats window : windows) {
      Pane expected = new Pane();
      ((TreeMap<Long, List<Double>>) raw.get(window.series()))
          .subMap(window.startMillis(), window.endMillis())
          .values()
          .forEach(values -> values.forEach(expected::add));
      assertThat(window.count()).isEqualTo(expected.count());
      for (Statistic statistic : Statistic.values()) {
        // Bit for bit: the sums are exact, so neither disorder nor restarts show.
        assertThat(window.value(statistic))
            .as(window.series() + statistic)
            .isEqualTo(new WindowStats("", 0, 0, expected, Map.of()).value(statistic));
      }
    }
    assertThat(summary.numEventTimeTimers()).isZero();
    assertThat(summary.numKeyedStateEntries()).isZero();
    summary.close();
    panes.close();
  }

  @Test
  void panesLeaveOnWatermarkBarrierAndIdleness() throws Exception {
    try (var panes = panes()) {
      panes.open();
      send(panes, report("a", 1_000, 1));
      panes.processWatermark(new Watermark(9_998));
      assertThat(panes.extractOutputValues()).isEmpty();
      panes.processWatermark(new Watermark(9_999));
      assertThat(panes.extractOutputValues())
          .extracting(PartialPane::series)
          .containsExactly("demo/svc/agent-1/latency_ms", "demo/svc/*/latency_ms");
      assertThat(panes.getSideOutput(SideOutputs.AGENTS)).hasSize(1);
      send(panes, report("b", 11_000, 1));
      panes.prepareSnapshotPreBarrier(1);
      assertThat(panes.extractOutputValues()).hasSize(4);
      send(panes, report("c", 12_000, 1));
      panes.processWatermarkStatus(WatermarkStatus.IDLE);
      assertThat(panes.extractOutputValues()).hasSize(6);
    }
  }

  @Test
  void releasesAreKeptApartWithinTheWindow() throws Exception {
    try (var panes = panes();
        var summary = summary(null)) {
      panes.open();
      send(
          panes,
          report(
              "a",
              "agent-1",
              "1.0",
              1_000,
              10,
              new io.chimera.refinement.state.event.Origin("t", 0, 1, 0, 1_000)));
      send(
          panes,
          report(
              "b",
              "agent-1",
              "1.1",
              2_000,
              30,
              new io.chimera.refinement.state.event.Origin("t", 0, 2, 0, 2_000)));
      panes.processWatermark(new Watermark(9_999));
      move(panes, summary);
      summary.processWatermark(new Watermark(9_999));
      assertThat(summary.extractOutputValues())
          .allSatisfy(
              window -> {
                assertThat(window.value(Statistic.MEAN)).isEqualTo(20);
                assertThat(window.releases().get("1.0").mean()).isEqualTo(10);
                assertThat(window.releases().get("1.1").mean()).isEqualTo(30);
              });
    }
  }

  private static void send(
      OneInputStreamOperatorTestHarness<KpiReport, PartialPane> panes, KpiReport report)
      throws Exception {
    panes.processElement(new StreamRecord<>(report, report.timestampMillis()));
  }

  private static void move(
      OneInputStreamOperatorTestHarness<KpiReport, PartialPane> panes,
      KeyedOneInputStreamOperatorTestHarness<String, PartialPane, WindowStats> summary)
      throws Exception {
    for (PartialPane pane : panes.extractOutputValues()) {
      summary.processElement(new StreamRecord<>(pane, pane.startMillis()));
    }
    panes.getOutput().clear();
  }

  private static OneInputStreamOperatorTestHarness<KpiReport, PartialPane> panes()
      throws Exception {
    return new OneInputStreamOperatorTestHarness<>(new PreAggregate(SHAPE));
  }

  private static KeyedOneInputStreamOperatorTestHarness<String, PartialPane, WindowStats> summary(
      OperatorSubtaskState saved) throws Exception {
    var harness =
        new KeyedOneInputStreamOperatorTestHarness<>(
            SimpleOperatorFactory.of(new SummariseWindow(SHAPE, SelfReporting.OFF)),
            PartialPane::series,
            Types.STRING);
    harness.setup(
        EventTypes.WINDOW.createSerializer(harness.getExecutionConfig().getSerializerConfig()));
    if (saved != null) {
      harness.initializeState(saved);
    }
    harness.open();
    return harness;
  }
}
