package io.chimera.refinement.operators.detect;

import static org.assertj.core.api.Assertions.assertThat;

import io.chimera.refinement.operators.SideOutputs;
import io.chimera.refinement.operators.types.EventTypes;
import io.chimera.refinement.state.detect.AnomalyWatch;
import io.chimera.refinement.state.detect.DetectionDocument;
import io.chimera.refinement.state.detect.DetectionPolicy;
import io.chimera.refinement.state.detect.JudgedValue;
import io.chimera.refinement.state.detect.JudgedValue.Alone;
import io.chimera.refinement.state.detect.MaintenanceWindow;
import io.chimera.refinement.state.detect.SeriesSelector;
import io.chimera.refinement.state.event.ControlUpdate;
import io.chimera.refinement.state.event.Finding;
import io.chimera.refinement.state.event.Finding.Direction;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.Test;

/** The values of an agent's windows come together, and are judged when event time passes them. */
class DetectJointAnomaliesTest {
  private static final long STEP = 10_000;
  private static final int BROKEN = 6_600;
  private static final int LAST = BROKEN + 400;
  private static final SeriesSelector CPU = new SeriesSelector("shop", "cart", "*", "cpu_percent");

  private static KeyedOneInputStreamOperatorTestHarness<String, JudgedValue, Finding> harness()
      throws Exception {
    var harness =
        new KeyedOneInputStreamOperatorTestHarness<>(
            new DetectJointAnomalies(AnomalyWatch.Params.defaults()),
            JudgedValue::group,
            Types.STRING);
    harness.setup(
        EventTypes.FINDING.createSerializer(harness.getExecutionConfig().getSerializerConfig()));
    return harness;
  }

  private static StreamRecord<JudgedValue> value(String series, int pane, double value) {
    return new StreamRecord<>(
        new JudgedValue(
            series, pane * STEP, (pane + 1) * STEP, value, 4.55, 1e-6, Direction.BOTH, Alone.USUAL),
        (pane + 1) * STEP - 1);
  }

  /** Two agents; the cpu of the second no longer follows its requests from a pane on. */
  private static List<Finding> run(int restoredAt, int panesPerWatermark) throws Exception {
    List<Finding> found = new ArrayList<>();
    Random random = new Random(5);
    Random order = new Random(panesPerWatermark);
    List<StreamRecord<JudgedValue>> waiting = new ArrayList<>();
    double load = 0;
    var harness = harness();
    harness.open();
    for (int pane = 0; pane < LAST; pane++) {
      load = 0.95 * load + 5 * random.nextGaussian();
      for (String agent : List.of("shop/cart/a-1/", "shop/cart/a-2/")) {
        boolean broken = agent.contains("a-2") && pane >= BROKEN && pane < BROKEN + 150;
        double felt = broken ? 15 * random.nextGaussian() : load;
        waiting.add(value(agent + "cpu_percent", pane, 50 + felt + 2 * random.nextGaussian()));
        waiting.add(
            value(agent + "requests_per_s", pane, 100 + 2 * load + 4 * random.nextGaussian()));
      }
      if (pane % panesPerWatermark == panesPerWatermark - 1) {
        Collections.shuffle(waiting, order);
        for (StreamRecord<JudgedValue> each : waiting) {
          harness.processElement(each);
        }
        waiting.clear();
        if (pane >= restoredAt && pane < restoredAt + panesPerWatermark) {
          OperatorSubtaskState saved = harness.snapshot(1, 1);
          found.addAll(harness.extractOutputValues());
          harness.close();
          harness = harness();
          harness.initializeState(saved);
          harness.open();
        }
        harness.processWatermark((pane + 1) * STEP - 1);
      }
    }
    found.addAll(harness.extractOutputValues());
    assertThat(harness.numEventTimeTimers()).isZero();
    harness.close();
    return found;
  }

  @Test
  void theAgentWhoseRelationBreaksIsFoundWhateverTheOrderAndARestore() throws Exception {
    List<Finding> found = run(LAST, 1);
    assertThat(found).hasSize(2).extracting(Finding::agentId).containsOnly("a-2");
    assertThat(found)
        .extracting(Finding::state)
        .containsExactly(Finding.State.OPEN, Finding.State.CLOSED);
    assertThat(run(BROKEN + 60, 1)).as("restored in the incident").isEqualTo(found);
    assertThat(run(1_000, 4)).as("several panes at once").isEqualTo(found);
  }

  @Test
  void aPaneIsJudgedWhenEventTimeHasPassedIt() throws Exception {
    try (var harness = harness()) {
      harness.open();
      harness.processElement(value("s/c/a/m", 0, 1));
      harness.processElement(value("s/c/a/n", 0, 1));
      harness.processElement(value("s/c/a/n{x=1}", 0, 1));
      assertThat(harness.numEventTimeTimers()).as("one per pane and group").isEqualTo(2);
      harness.processWatermark(STEP - 2);
      assertThat(harness.numEventTimeTimers()).isEqualTo(2);
      harness.processWatermark(STEP - 1);
      assertThat(harness.numEventTimeTimers()).isZero();
      harness.processElement(value("s/c/a/m", 0, 1));
      assertThat(harness.numEventTimeTimers()).as("its pane is over").isZero();
    }
  }

  @Test
  void agentsAreHandedOnButNotFleetsMaintenanceOrWhatIsOff() throws Exception {
    ControlUpdate off =
        ControlUpdate.of(
            ControlUpdate.DETECTION_POLICY,
            "off",
            DetectionDocument.of(
                new DetectionPolicy("off", CPU, true, Direction.BOTH, null, null, null)));
    ControlUpdate maintenance =
        ControlUpdate.of(
            ControlUpdate.MAINTENANCE_WINDOW,
            "m",
            DetectionDocument.of(
                new MaintenanceWindow(
                    "m",
                    new SeriesSelector("shop", "*", "*", "*"),
                    2 * Anomalies.MINUTE,
                    4 * Anomalies.MINUTE,
                    "UTC",
                    List.of())));
    try (var harness = Anomalies.harness(Map.of(off.key(), off, maintenance.key(), maintenance))) {
      harness.open();
      for (int minute = 0; minute < 6; minute++) {
        Anomalies.feed(harness, "shop/cart/*/latency_ms", minute, 1);
        Anomalies.feed(harness, "shop/cart/a-1/cpu_percent", minute, 1);
        Anomalies.feed(harness, "shop/cart/a-1/latency_ms", minute, minute);
      }
      assertThat(harness.getSideOutput(SideOutputs.JUDGED))
          .extracting(StreamRecord::getValue)
          .allSatisfy(value -> assertThat(value.series()).isEqualTo("shop/cart/a-1/latency_ms"))
          .allSatisfy(value -> assertThat(value.alone()).isEqualTo(Alone.USUAL))
          .extracting(value -> value.startMillis() / Anomalies.MINUTE)
          .containsExactly(0L, 1L, 4L, 5L);
    }
  }

  @Test
  void aSeriesWithAnIncidentOfItsOwnSaysSo() throws Exception {
    try (var harness = Anomalies.harness(Map.of())) {
      harness.open();
      Random random = new Random(3);
      for (int minute = 0; minute < 700; minute++) {
        double value = 100 + random.nextGaussian() + (minute == 690 ? 500 : 0);
        Anomalies.feed(harness, "shop/cart/a-1/latency_ms", minute, value);
      }
      List<JudgedValue> handedOn =
          harness.getSideOutput(SideOutputs.JUDGED).stream().map(StreamRecord::getValue).toList();
      assertThat(handedOn.get(689).alone()).isNotEqualTo(Alone.INCIDENT);
      assertThat(handedOn.get(690).alone()).isEqualTo(Alone.INCIDENT);
      assertThat(handedOn.get(690).demanded()).isBetween(3.9, 4.1);
    }
  }
}
