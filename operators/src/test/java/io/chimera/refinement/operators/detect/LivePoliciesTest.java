package io.chimera.refinement.operators.detect;

import static org.assertj.core.api.Assertions.assertThat;

import io.chimera.refinement.operators.types.EventTypes;
import io.chimera.refinement.state.detect.AbsenceWatch;
import io.chimera.refinement.state.detect.AnomalyWatch;
import io.chimera.refinement.state.detect.DetectionDocument;
import io.chimera.refinement.state.detect.DetectionPolicy;
import io.chimera.refinement.state.detect.FalseAlarm;
import io.chimera.refinement.state.detect.MaintenanceWindow;
import io.chimera.refinement.state.detect.SeriesSelector;
import io.chimera.refinement.state.event.AgentSeen;
import io.chimera.refinement.state.event.ControlUpdate;
import io.chimera.refinement.state.event.Finding;
import io.chimera.refinement.state.event.SeriesValue;
import io.chimera.refinement.state.event.WindowStats;
import io.chimera.refinement.state.window.Pane;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.operators.co.CoBroadcastWithKeyedOperator;
import org.apache.flink.streaming.api.operators.co.CoBroadcastWithNonKeyedOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.KeyedTwoInputStreamOperatorTestHarness;
import org.apache.flink.streaming.util.TwoInputStreamOperatorTestHarness;
import org.junit.jupiter.api.Test;

/** Documents about detection come, go, and survive a restore while the detectors run. */
class LivePoliciesTest {
  private static final long MINUTE = Anomalies.MINUTE;
  private static final String LATENCY = "shop/cart/*/latency_ms";
  private static final SeriesSelector CART = new SeriesSelector("shop", "cart", "*", "*");
  private static final ControlUpdate OFF =
      ControlUpdate.of(
          ControlUpdate.DETECTION_POLICY,
          "off",
          DetectionDocument.of(
              new DetectionPolicy("off", CART, true, Finding.Direction.BOTH, null, null, null)));

  private static ControlUpdate maintenance(int fromMinute, int toMinute) {
    return ControlUpdate.of(
        ControlUpdate.MAINTENANCE_WINDOW,
        "m",
        DetectionDocument.of(
            new MaintenanceWindow(
                "m", CART, fromMinute * MINUTE, toMinute * MINUTE, "UTC", List.of())));
  }

  /** Spikes at minutes 600, 660, 720 and 780; the third is restored over. */
  private static List<Finding> spikes(
      Map<String, ControlUpdate> packs, Map<Integer, ControlUpdate> changes, boolean restored)
      throws Exception {
    List<Finding> findings = new ArrayList<>();
    Random random = new Random(1);
    KeyedTwoInputStreamOperatorTestHarness<String, SeriesValue, ControlUpdate, Finding> harness =
        Anomalies.harness(packs);
    harness.open();
    for (int minute = 0; minute < 840; minute++) {
      if (changes.containsKey(minute)) {
        harness.processElement2(new StreamRecord<>(changes.get(minute)));
      }
      if (restored && minute == 715) {
        OperatorSubtaskState saved = harness.snapshot(1, 1);
        findings.addAll(harness.extractOutputValues());
        harness.close();
        harness = Anomalies.harness(packs);
        harness.initializeState(saved);
        harness.open();
      }
      boolean spike = minute >= 600 && minute % 60 == 0;
      Anomalies.feed(
          harness, LATENCY, minute, (spike ? 100 + 5.0 * minute : 100) + random.nextGaussian());
    }
    findings.addAll(harness.extractOutputValues());
    harness.close();
    return findings;
  }

  private static List<Long> peaks(List<Finding> findings) {
    return findings.stream()
        .filter(finding -> finding.state() == Finding.State.OPEN)
        .map(finding -> finding.peakAt() / MINUTE - 1)
        .toList();
  }

  @Test
  void aPolicyCountsFromWhenItComesUntilItGoesAndARestoreChangesNothing() throws Exception {
    Map<Integer, ControlUpdate> changes =
        Map.of(650, OFF, 770, ControlUpdate.withdrawn(ControlUpdate.DETECTION_POLICY, "off"));
    assertThat(peaks(spikes(Map.of(), Map.of(), false))).containsExactly(600L, 660L, 720L, 780L);
    List<Finding> found = spikes(Map.of(), changes, false);
    assertThat(peaks(found)).containsExactly(600L, 780L);
    assertThat(spikes(Map.of(), changes, true)).isEqualTo(found);
  }

  @Test
  void aPackCountsFromTheStartAndCanBeWithdrawn() throws Exception {
    Map<String, ControlUpdate> pack = Map.of(OFF.key(), OFF);
    assertThat(spikes(pack, Map.of(), true)).isEmpty();
    assertThat(
            peaks(
                spikes(
                    pack,
                    Map.of(650, ControlUpdate.withdrawn(ControlUpdate.DETECTION_POLICY, "off")),
                    true)))
        .containsExactly(660L, 720L, 780L);
  }

  @Test
  void inMaintenanceNothingIsFound() throws Exception {
    Map<Integer, ControlUpdate> changes = Map.of(10, maintenance(655, 725));
    List<Finding> found = spikes(Map.of(), changes, false);
    assertThat(peaks(found)).containsExactly(600L, 780L);
    assertThat(spikes(Map.of(), changes, true)).isEqualTo(found);
  }

  @Test
  void aFalseAlarmIsHeededAndARestoreChangesNothing() throws Exception {
    List<Finding> all = spikes(Map.of(), Map.of(), false);
    ControlUpdate alarm =
        ControlUpdate.of(
            ControlUpdate.FALSE_ALARM,
            "f",
            DetectionDocument.of(new FalseAlarm("f", all.get(0).findingId(), "", 0, 0)));
    List<Finding> found = spikes(Map.of(), Map.of(650, alarm), false);
    assertThat(peaks(found)).contains(600L).doesNotContain(660L, 720L);
    assertThat(spikes(Map.of(), Map.of(650, alarm), true)).isEqualTo(found);
  }

  @Test
  void minutesOfMaintenanceAndOfWhatIsOffReachNoTrend() throws Exception {
    try (var harness =
        new TwoInputStreamOperatorTestHarness<WindowStats, ControlUpdate, WindowStats>(
            new CoBroadcastWithNonKeyedOperator<>(
                new HeedPolicies(Map.of(), AnomalyWatch.Params.defaults()),
                List.of(HeedPolicies.CHANGES)))) {
      harness.setup(
          EventTypes.WINDOW.createSerializer(harness.getExecutionConfig().getSerializerConfig()));
      harness.open();
      harness.processElement2(new StreamRecord<>(maintenance(2, 4)));
      for (int minute = 0; minute < 8; minute++) {
        if (minute == 6) {
          harness.processElement2(new StreamRecord<>(OFF));
        }
        Pane pane = new Pane();
        pane.add(minute);
        harness.processElement1(
            new StreamRecord<>(
                new WindowStats(LATENCY, minute * MINUTE, (minute + 1) * MINUTE, pane, Map.of())));
      }
      assertThat(harness.extractOutputValues())
          .extracting(minute -> minute.startMillis() / MINUTE)
          .containsExactly(0L, 1L, 4L, 5L);
    }
  }

  @Test
  void anAgentThatIsSilentInMaintenanceIsMissedOnlyAfterIt() throws Exception {
    try (var harness =
        new KeyedTwoInputStreamOperatorTestHarness<String, AgentSeen, ControlUpdate, Finding>(
            new CoBroadcastWithKeyedOperator<>(
                new DetectAbsence(new AbsenceWatch.Params(2 * MINUTE, 1), Map.of()),
                List.of(HeedPolicies.CHANGES)),
            AgentSeen::key,
            null,
            Types.STRING)) {
      harness.setup(
          EventTypes.FINDING.createSerializer(harness.getExecutionConfig().getSerializerConfig()));
      harness.open();
      harness.processElement2(new StreamRecord<>(maintenance(0, 10)));
      harness.processElement1(
          new StreamRecord<>(new AgentSeen("shop", "cart", "a1", MINUTE), MINUTE));
      harness.processElement1(
          new StreamRecord<>(new AgentSeen("shop", "other", "a1", MINUTE), MINUTE));
      harness.processBothWatermarks(
          new org.apache.flink.streaming.api.watermark.Watermark(9 * MINUTE));
      assertThat(harness.extractOutputValues())
          .extracting(Finding::component)
          .containsExactly("other");
      harness.processBothWatermarks(
          new org.apache.flink.streaming.api.watermark.Watermark(15 * MINUTE));
      assertThat(harness.extractOutputValues())
          .extracting(Finding::component)
          .containsExactly("other", "cart");
      assertThat(harness.numEventTimeTimers()).isZero();
    }
  }
}
