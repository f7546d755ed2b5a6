package io.chimera.refinement.operators.ingest;

import static io.chimera.refinement.operators.Reports.report;
import static org.assertj.core.api.Assertions.assertThat;

import io.chimera.refinement.operators.SideOutputs;
import io.chimera.refinement.operators.publish.SelfReporting;
import io.chimera.refinement.state.event.DeadLetter;
import io.chimera.refinement.state.event.Inbound;
import io.chimera.refinement.state.event.KpiReport;
import io.chimera.refinement.state.event.LedgerEntry;
import io.chimera.refinement.state.event.Origin;
import io.chimera.refinement.state.event.Reason;
import io.chimera.refinement.state.event.Verdict;
import java.util.Map;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.state.OperatorStateHandle;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.runtime.watermarkstatus.WatermarkStatus;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.Test;

/** REF-ING-09, REF-ING-11: verdicts that need no memory of ids. */
class ValidateReportsTest {
  private static final long NOW = 1_795_248_000_000L;

  @Test
  void aReportFromTheFutureIsADeadLetterAndMovesNothing() throws Exception {
    try (var harness = harness()) {
      harness.open();
      harness.processElement(new StreamRecord<>(at(NOW + 60_001, NOW, 0)));
      harness.processElement(new StreamRecord<>(at(NOW + 60_000, NOW, 1)));
      harness.processElement(new StreamRecord<>(at(NOW, NOW, 2)));
      assertThat(harness.extractOutputValues())
          .extracting(KpiReport::timestampMillis)
          .containsExactly(NOW + 60_000, NOW);
      assertThat(harness.getSideOutput(SideOutputs.DEAD_LETTERS))
          .singleElement()
          .satisfies(
              letter -> {
                assertThat(letter.getValue().reason()).isEqualTo(Reason.FUTURE);
                assertThat(letter.getValue().detail())
                    .contains("60000 ms ahead", String.valueOf(NOW + 60_001));
              });
    }
  }

  @Test
  void aReportFarBehindItsOwnPartitionIsMarkedAlsoAfterARestore() throws Exception {
    OperatorSubtaskState saved;
    try (var before = harness()) {
      before.open();
      before.processElement(new StreamRecord<>(at(NOW, NOW, 0)));
      before.processElement(new StreamRecord<>(at(NOW - 65_000, NOW, 1)));
      before.processElement(new StreamRecord<>(at(NOW - 65_001, NOW, 2)));
      assertThat(before.extractOutputValues())
          .extracting(KpiReport::behind)
          .containsExactly(false, false, true);
      saved = before.snapshot(1, 1);
    }
    try (var after = harness()) {
      after.initializeState(saved);
      after.open();
      after.processElement(new StreamRecord<>(at(NOW - 65_001, NOW, 3)));
      assertThat(after.extractOutputValues()).extracting(KpiReport::behind).containsExactly(true);
    }
  }

  /** Flink refuses to stop a source half at work, half waiting, whose vertex has union state. */
  @Test
  void itsStateIsSplitSoThatTheJobCanBeStopped() throws Exception {
    try (var harness = harness()) {
      harness.open();
      harness.processElement(new StreamRecord<>(at(NOW, NOW, 0)));
      assertThat(harness.snapshot(1, 1).getManagedOperatorState())
          .singleElement()
          .satisfies(
              state ->
                  assertThat(state.getStateNameToPartitionOffsets().values())
                      .extracting(OperatorStateHandle.StateMetaInfo::getDistributionMode)
                      .containsOnly(OperatorStateHandle.Mode.SPLIT_DISTRIBUTE));
    }
  }

  @Test
  void everyReportIsInTheLedgerBeforeTheBarrier() throws Exception {
    try (var harness = harness()) {
      harness.open();
      harness.processElement(new StreamRecord<>(at(NOW, NOW, 4)));
      harness.processElement(new StreamRecord<>(at(NOW + 100_000, NOW, 5)));
      DeadLetter letter =
          DeadLetter.of(
              Reason.EMPTY,
              "empty",
              new Origin("reports", 0, 6, 0, NOW),
              NOW,
              new byte[0],
              Map.of());
      harness.processElement(new StreamRecord<>(Inbound.of(letter)));
      assertThat(harness.getSideOutput(SideOutputs.LEDGER)).isNullOrEmpty();
      harness.prepareSnapshotPreBarrier(1);
      LedgerEntry share = harness.getSideOutput(SideOutputs.LEDGER).poll().getValue();
      assertThat(share.records()).isEqualTo(3);
      assertThat(share.reports()).isEqualTo(3);
      assertThat(share.nextOffset()).isEqualTo(7);
      assertThat(share.verdicts()[Verdict.FUTURE.ordinal()]).isEqualTo(1);
      assertThat(share.verdicts()[Verdict.REJECTED.ordinal()]).isEqualTo(1);
    }
  }

  /** REF-STR-01: the trailing windows of an input that had fallen idle come out at its end. */
  @Test
  void theEndOfAnIdleInputWakesItFirst() throws Exception {
    try (var harness = harness()) {
      harness.open();
      harness.processElement(new StreamRecord<>(at(NOW, NOW, 0)));
      harness.processWatermarkStatus(WatermarkStatus.IDLE);
      harness.getOutput().clear();
      harness.getOperator().finish();
      assertThat(harness.getOutput())
          .containsExactly(
              WatermarkStatus.ACTIVE, new Watermark(Watermark.MAX_WATERMARK.getTimestamp()));
    }
  }

  private static Inbound at(long timestamp, long append, long offset) {
    return Inbound.of(
        report("r" + offset, "a", "", timestamp, 1, new Origin("reports", 0, offset, 0, append)));
  }

  private static OneInputStreamOperatorTestHarness<Inbound, KpiReport> harness() throws Exception {
    return new OneInputStreamOperatorTestHarness<>(
        new ValidateReports(new ValidateReports.Params(60_000, 65_000, 5_000), SelfReporting.OFF));
  }
}
