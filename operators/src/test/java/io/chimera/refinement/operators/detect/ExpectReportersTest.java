package io.chimera.refinement.operators.detect;

import static org.assertj.core.api.Assertions.assertThat;

import io.chimera.refinement.operators.types.EventTypes;
import io.chimera.refinement.state.detect.DetectionDocument;
import io.chimera.refinement.state.detect.ExpectedReporter;
import io.chimera.refinement.state.detect.MaintenanceWindow;
import io.chimera.refinement.state.detect.SeriesSelector;
import io.chimera.refinement.state.event.AgentSeen;
import io.chimera.refinement.state.event.ControlUpdate;
import io.chimera.refinement.state.event.Finding;
import io.chimera.refinement.state.event.Severity;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.AbstractStreamOperatorTestHarness;
import org.apache.flink.streaming.util.KeyedTwoInputStreamOperatorTestHarness;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("REF-ALR-01, C-000-32: who was declared is missed, also when it was never seen")
class ExpectReportersTest {
  private static final long START = 1_795_248_000_000L;
  private static final ControlUpdate SHOP = expected("shop", "", "", 300_000);

  private static ControlUpdate expected(
      String system, String component, String agentId, long withinMillis) {
    return ControlUpdate.of(
        ControlUpdate.EXPECTED_REPORTER,
        "e",
        DetectionDocument.of(
            new ExpectedReporter(
                "e", system, component, agentId, withinMillis, Severity.CRITICAL)));
  }

  private static KeyedTwoInputStreamOperatorTestHarness<String, AgentSeen, ControlUpdate, Finding>
      harness(Map<String, ControlUpdate> packs, int parallelism, int subtask) throws Exception {
    var harness =
        new KeyedTwoInputStreamOperatorTestHarness<String, AgentSeen, ControlUpdate, Finding>(
            new ExpectReporters(packs),
            AgentSeen::system,
            null,
            Types.STRING,
            720,
            parallelism,
            subtask);
    harness.setup(
        EventTypes.FINDING.createSerializer(harness.getExecutionConfig().getSerializerConfig()));
    harness.setProcessingTime(START);
    return harness;
  }

  private static StreamRecord<AgentSeen> seen(String component, String agentId, long end) {
    return new StreamRecord<>(new AgentSeen("shop", component, agentId, end), end);
  }

  private static void advance(AbstractStreamOperatorTestHarness<Finding> harness, long seconds)
      throws Exception {
    while (harness.getProcessingTime() < START + 1_000 * seconds) {
      harness.setProcessingTime(harness.getProcessingTime() + 1_000);
    }
  }

  @Test
  void whatNeverReportedIsMissedOnceAndWelcomedWithTheSameId() throws Exception {
    try (var harness = harness(Map.of(SHOP.key(), SHOP), 1, 0)) {
      harness.open();
      advance(harness, 299);
      assertThat(harness.extractOutputValues()).isEmpty();
      advance(harness, 400);
      assertThat(harness.extractOutputValues())
          .singleElement()
          .satisfies(
              finding -> {
                assertThat(finding.kind()).isEqualTo(Finding.Kind.ABSENCE);
                assertThat(finding.series()).isEqualTo("shop");
                assertThat(finding.component()).isEqualTo("*");
                assertThat(finding.agentId()).isNull();
                assertThat(finding.startedAt()).isEqualTo(START);
                assertThat(finding.detectedAt()).isEqualTo(START + 300_000);
                assertThat(finding.severity()).isEqualTo(Severity.CRITICAL);
                assertThat(finding.sentence())
                    .isEqualTo(
                        "shop has to report, but has not been heard of for 300 s, the longest allowed is 300 s.");
              });
      harness.processElement1(seen("cart", "a1", START + 400_000));
      List<Finding> both = harness.extractOutputValues();
      assertThat(both).hasSize(2);
      assertThat(both.get(1).state()).isEqualTo(Finding.State.CLOSED);
      assertThat(both.get(1).findingId()).isEqualTo(both.get(0).findingId());
    }
  }

  @Test
  void whatFallsSilentIsMissedSinceItsLastPane() throws Exception {
    try (var harness = harness(Map.of(), 1, 0)) {
      harness.open();
      harness.processElement2(new StreamRecord<>(expected("shop", "cart", "a1", 30_000)));
      for (int second = 10; second <= 100; second += 10) {
        advance(harness, second);
        harness.processElement1(seen("cart", "a1", START + 1_000L * second));
        harness.processElement1(seen("cart", "a2", START + 1_000L * second));
      }
      for (int second = 110; second <= 160; second += 10) {
        advance(harness, second);
        harness.processElement1(seen("cart", "a2", START + 1_000L * second));
      }
      assertThat(harness.extractOutputValues())
          .singleElement()
          .satisfies(
              finding -> {
                assertThat(finding.series()).isEqualTo("shop/cart/a1");
                assertThat(finding.agentId()).isEqualTo("a1");
                assertThat(finding.startedAt()).isEqualTo(START + 100_000);
                assertThat(finding.detectedAt()).isEqualTo(START + 130_000);
              });
    }
  }

  @Test
  void aRestartCountsAnewAndGivesTheSameId() throws Exception {
    OperatorSubtaskState saved;
    try (var before = harness(Map.of(SHOP.key(), SHOP), 1, 0)) {
      before.open();
      advance(before, 299);
      saved = before.snapshot(1, 1);
      advance(before, 300);
      assertThat(before.extractOutputValues()).hasSize(1);
      try (var after = harness(Map.of(SHOP.key(), SHOP), 1, 0)) {
        after.setProcessingTime(START + 3_600_000);
        after.initializeState(saved);
        after.open();
        advance(after, 3_600 + 299);
        assertThat(after.extractOutputValues()).as("the guard").isEmpty();
        advance(after, 3_600 + 301);
        assertThat(after.extractOutputValues())
            .singleElement()
            .extracting(Finding::findingId)
            .isEqualTo(before.extractOutputValues().get(0).findingId());
      }
    }
  }

  @Test
  void anOpenAbsenceStaysOpenOverARestart() throws Exception {
    OperatorSubtaskState saved;
    try (var before = harness(Map.of(SHOP.key(), SHOP), 1, 0)) {
      before.open();
      advance(before, 310);
      saved = before.snapshot(1, 1);
    }
    try (var after = harness(Map.of(SHOP.key(), SHOP), 1, 0)) {
      after.setProcessingTime(START + 2_000_000);
      after.initializeState(saved);
      after.open();
      advance(after, 3_000);
      assertThat(after.extractOutputValues()).isEmpty();
      after.processElement1(seen("cart", "a1", START + 3_000_000));
      assertThat(after.extractOutputValues())
          .singleElement()
          .extracting(Finding::state)
          .isEqualTo(Finding.State.CLOSED);
    }
  }

  @Test
  void aWithdrawnDeclarationClosesItsAbsenceAndLeavesNothing() throws Exception {
    try (var harness = harness(Map.of(SHOP.key(), SHOP), 1, 0)) {
      harness.open();
      advance(harness, 310);
      harness.snapshot(1, 1);
      assertThat(harness.numKeyedStateEntries()).isEqualTo(1);
      harness.processElement2(
          new StreamRecord<>(ControlUpdate.withdrawn(ControlUpdate.EXPECTED_REPORTER, "e")));
      assertThat(harness.extractOutputValues())
          .extracting(Finding::state)
          .containsExactly(Finding.State.OPEN, Finding.State.CLOSED);
      harness.snapshot(2, 2);
      assertThat(harness.numKeyedStateEntries()).isZero();
    }
  }

  @Test
  void nobodyIsMissedInMaintenance() throws Exception {
    ControlUpdate maintenance =
        ControlUpdate.of(
            ControlUpdate.MAINTENANCE_WINDOW,
            "m",
            DetectionDocument.of(
                new MaintenanceWindow(
                    "m",
                    new SeriesSelector("shop", "*", "*", "*"),
                    START,
                    START + 600_000,
                    "UTC",
                    List.of())));
    try (var harness = harness(Map.of(SHOP.key(), SHOP, maintenance.key(), maintenance), 1, 0)) {
      harness.open();
      advance(harness, 880);
      assertThat(harness.extractOutputValues()).isEmpty();
      advance(harness, 910);
      assertThat(harness.extractOutputValues()).hasSize(1);
    }
  }

  @Test
  void ofSeveralInstancesExactlyOneMissesASystem() throws Exception {
    int found = 0;
    for (int subtask = 0; subtask < 4; subtask++) {
      try (var harness = harness(Map.of(SHOP.key(), SHOP), 4, subtask)) {
        harness.open();
        advance(harness, 310);
        found += harness.extractOutputValues().size();
      }
    }
    assertThat(found).isOne();
  }
}
