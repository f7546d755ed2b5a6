package io.chimera.refinement.operators.ingest;

import static io.chimera.refinement.operators.Reports.report;
import static org.assertj.core.api.Assertions.assertThat;

import io.chimera.refinement.operators.SideOutputs;
import io.chimera.refinement.operators.publish.SelfReporting;
import io.chimera.refinement.state.event.KpiReport;
import io.chimera.refinement.state.event.LedgerEntry;
import io.chimera.refinement.state.event.Reason;
import io.chimera.refinement.state.event.Verdict;
import io.chimera.refinement.state.ingest.SeriesAdmission;
import io.chimera.refinement.state.window.WindowShape;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.state.rocksdb.EmbeddedRocksDBStateBackend;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.runtime.watermarkstatus.WatermarkStatus;
import org.apache.flink.streaming.util.AbstractStreamOperatorTestHarness;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** REF-ING-08, REF-ING-10, REF-L4-08: each id counts once. */
class DropDuplicatesTest {
  private static final int MAX_PARALLELISM = 720;
  private static final long HOUR = 3_600_000;

  /** Windows must not run ahead of the verdicts: what is accepted is in its window. */
  @Test
  void anInstanceWithoutInputStillHoldsTheWindowsBack() throws Exception {
    try (var harness = harness(1, 0)) {
      harness.open();
      harness.processWatermark(new Watermark(9_998));
      harness.processWatermarkStatus(WatermarkStatus.IDLE);
      assertThat(harness.getOutput()).doesNotContain(WatermarkStatus.IDLE);
    }
  }

  @Test
  void aRepeatIsADuplicateAndAnotherBodyAConflict() throws Exception {
    try (var harness = harness(1, 0)) {
      harness.open();
      send(
          harness,
          report("r1", 1_000, 5),
          report("r1", 1_000, 5),
          report("r1", 1_000, 6),
          report("r1", 2_000, 5),
          report("r2", 1_000, 5));
      assertThat(harness.extractOutputValues())
          .extracting(KpiReport::reportId)
          .containsExactly("r1", "r2");
      assertThat(harness.getSideOutput(SideOutputs.DEAD_LETTERS))
          .hasSize(2)
          .allSatisfy(
              letter -> assertThat(letter.getValue().reason()).isEqualTo(Reason.ID_CONFLICT));
      harness.processWatermark(new Watermark(0));
      assertThat(verdicts(harness)).containsExactly(2, 0, 1, 0, 0, 2);
    }
  }

  @Test
  void newSeriesBeyondTheLimitAreQuarantinedAndKnownOnesPassEvenAfterARestore() throws Exception {
    OperatorSubtaskState saved;
    try (var harness = quarantining(2)) {
      harness.open();
      send(harness, report("r1", "a", 0, 1), report("r2", "b", 0, 1), report("r3", "c", 0, 1));
      send(harness, report("r4", "a", 1, 1), report("r3", "c", 0, 1));
      harness.processWatermark(new Watermark(0));
      assertThat(verdicts(harness))
          .as("a repeat is a duplicate first")
          .containsExactly(0, 0, 1, 0, 1, 3);
      assertThat(harness.getSideOutput(SideOutputs.DEAD_LETTERS))
          .singleElement()
          .satisfies(
              letter -> assertThat(letter.getValue().reason()).isEqualTo(Reason.QUARANTINED));
      saved = harness.snapshot(1, 1);
    }
    try (var harness = quarantining(2)) {
      harness.initializeState(saved);
      harness.open();
      send(harness, report("r5", "c", 2, 1), report("r6", "b", 2, 1));
      assertThat(harness.extractOutputValues()).extracting(KpiReport::agentId).containsExactly("b");
    }
  }

  private static KeyedOneInputStreamOperatorTestHarness<Integer, KpiReport, KpiReport> quarantining(
      int maxSeries) throws Exception {
    return new KeyedOneInputStreamOperatorTestHarness<>(
        new DropDuplicates(
            new DropDuplicates.Params(
                HOUR,
                1_000,
                new WindowShape(60_000, 10_000),
                5_000,
                new SeriesAdmission.Params(maxSeries, HOUR)),
            SelfReporting.OFF),
        new HashBuckets(MAX_PARALLELISM).byReportId(),
        Types.INT);
  }

  @Test
  void lateMeansThatThePaneIsClosed() throws Exception {
    try (var harness = harness(1, 0)) {
      harness.open();
      harness.processWatermark(new Watermark(9_998));
      send(harness, report("in time", 0, 1));
      harness.processWatermark(new Watermark(9_999));
      send(
          harness,
          report("late", 9_999, 1),
          report("next pane", 10_000, 1),
          report("late", 9_999, 1));
      assertThat(harness.extractOutputValues())
          .extracting(KpiReport::reportId)
          .containsExactly("in time", "next pane");
      assertThat(harness.getSideOutput(SideOutputs.DEAD_LETTERS))
          .singleElement()
          .satisfies(
              letter -> {
                assertThat(letter.getValue().reason()).isEqualTo(Reason.LATE);
                assertThat(
                        new String(
                            letter.getValue().payload(), java.nio.charset.StandardCharsets.UTF_8))
                    .isEqualTo("{late}");
                assertThat(letter.getValue().headers()).containsEntry("trace", "late");
              });
    }
  }

  @Test
  void beyondTheHorizonARepeatIsNew() throws Exception {
    try (var harness = harness(1, 0)) {
      harness.open();
      send(harness, report("r", 5_000, 1));
      harness.processWatermark(new Watermark(5_000 + HOUR - 1));
      send(harness, report("r", 5_000, 1));
      harness.processWatermark(new Watermark(5_000 + HOUR));
      send(harness, report("r", 5_000, 1));
      harness.processWatermark(new Watermark(5_001 + HOUR));
      assertThat(verdicts(harness)).containsExactly(0, 0, 1, 1, 0, 1);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void idsAndTheVerdictOnLateReportsSurviveARestore(boolean rocksDb) throws Exception {
    OperatorSubtaskState first;
    try (var before = harness(1, 0)) {
      use(before, rocksDb);
      before.open();
      for (int i = 0; i < 500; i++) {
        send(before, report("r" + i, i * 10L, i));
      }
      before.prepareSnapshotPreBarrier(1);
      first = before.snapshot(1, 1);
    }
    OperatorSubtaskState second;
    try (var between = harness(1, 0)) {
      use(between, rocksDb);
      between.initializeState(first);
      between.open();
      for (int i = 500; i < 1_000; i++) {
        send(between, report("r" + i, i * 10L, i));
      }
      between.processWatermark(new Watermark(19_999));
      between.prepareSnapshotPreBarrier(2);
      second = between.snapshot(2, 2);
    }
    try (var after = harness(1, 0)) {
      use(after, rocksDb);
      after.initializeState(second);
      after.open();
      for (int i = 0; i < 1_000; i++) {
        send(after, report("r" + i, i * 10L, i));
      }
      send(after, report("new but late", 19_000, 1));
      assertThat(after.extractOutputValues()).isEmpty();
      after.prepareSnapshotPreBarrier(3);
      assertThat(verdicts(after)).containsExactly(0, 0, 1_000, 1, 0, 0);
    }
  }

  @Test
  void idsAreFoundAgainAfterRescaling() throws Exception {
    OperatorSubtaskState whole;
    try (var before = harness(1, 0)) {
      before.open();
      for (int i = 0; i < 1_000; i++) {
        send(before, report("r" + i, i, i));
      }
      before.prepareSnapshotPreBarrier(1);
      whole = before.snapshot(1, 1);
    }
    int duplicates = 0;
    for (int subtask = 0; subtask < 2; subtask++) {
      try (var after = harness(2, subtask)) {
        after.initializeState(
            AbstractStreamOperatorTestHarness.repartitionOperatorState(
                whole, MAX_PARALLELISM, 1, 2, subtask));
        after.open();
        for (int i = 0; i < 1_000; i++) {
          KpiReport report = report("r" + i, i, i);
          int key = new HashBuckets(MAX_PARALLELISM).byReportId().getKey(report);
          if (org.apache.flink.runtime.state.KeyGroupRangeAssignment.assignKeyToParallelOperator(
                  key, MAX_PARALLELISM, 2)
              == subtask) {
            send(after, report);
          }
        }
        assertThat(after.extractOutputValues()).isEmpty();
        after.prepareSnapshotPreBarrier(2);
        duplicates += verdicts(after)[Verdict.DUPLICATE.ordinal()];
      }
    }
    assertThat(duplicates).isEqualTo(1_000);
  }

  private static void send(
      KeyedOneInputStreamOperatorTestHarness<Integer, KpiReport, KpiReport> harness,
      KpiReport... reports)
      throws Exception {
    for (KpiReport report : reports) {
      harness.processElement(new StreamRecord<>(report, report.timestampMillis()));
    }
  }

  private static int[] verdicts(
      KeyedOneInputStreamOperatorTestHarness<Integer, KpiReport, KpiReport> harness) {
    int[] sum = new int[Verdict.values().length];
    for (StreamRecord<LedgerEntry> share : harness.getSideOutput(SideOutputs.LEDGER)) {
      for (int i = 0; i < sum.length; i++) {
        sum[i] += (int) share.getValue().verdicts()[i];
      }
    }
    return sum;
  }

  private static void use(AbstractStreamOperatorTestHarness<KpiReport> harness, boolean rocksDb) {
    if (rocksDb) {
      harness.setStateBackend(new EmbeddedRocksDBStateBackend(false));
    }
  }

  private static KeyedOneInputStreamOperatorTestHarness<Integer, KpiReport, KpiReport> harness(
      int parallelism, int subtask) throws Exception {
    return new KeyedOneInputStreamOperatorTestHarness<>(
        new DropDuplicates(
            new DropDuplicates.Params(HOUR, 1_000_000, new WindowShape(60_000, 10_000), 5_000),
            SelfReporting.OFF),
        new HashBuckets(MAX_PARALLELISM).byReportId(),
        Types.INT,
        MAX_PARALLELISM,
        parallelism,
        subtask);
  }
}
