package io.chimera.refinement.operators.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.chimera.refinement.operators.SideOutputs;
import io.chimera.refinement.operators.publish.SelfReporting;
import io.chimera.refinement.state.event.SelfMeasurement;
import io.chimera.refinement.state.event.SequenceTick;
import java.util.Map;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.Test;

/** REF-L4-07: order within a second of event time; REF-ING-11: what the running numbers say. */
class TrackSequencesTest {

  @Test
  void disorderWithinTheSpanIsNoLossAndAMissingNumberIsOneAlsoAfterARestore() throws Exception {
    OperatorSubtaskState saved;
    try (var before = harness()) {
      before.open();
      before.processElement(tick(1_000, 1));
      before.processElement(tick(1_900, 3));
      before.processElement(tick(1_500, 2));
      before.prepareSnapshotPreBarrier(1);
      saved = before.snapshot(1, 1);
    }
    try (var after = harness()) {
      after.initializeState(saved);
      after.open();
      after.processElement(tick(4_000, 6));
      after.processElement(tick(6_000, 7));
      after.processElement(tick(8_000, 7));
      after.processElement(tick(10_000, 8));
      after.setProcessingTime(1_000);
      Map<String, Double> gauges = after.getSideOutput(SideOutputs.SELF).poll().getValue().gauges();
      assertThat(gauges)
          .containsEntry("tracked_agents_count", 1.0)
          .containsEntry("sequence_gaps_count", 2.0)
          .containsEntry("sequence_repeats_count", 1.0);
    }
  }

  private static StreamRecord<SequenceTick> tick(long timestamp, long sequence) {
    return new StreamRecord<>(new SequenceTick(1, timestamp, sequence), timestamp);
  }

  private static KeyedOneInputStreamOperatorTestHarness<Integer, SequenceTick, SelfMeasurement>
      harness() throws Exception {
    return new KeyedOneInputStreamOperatorTestHarness<>(
        new TrackSequences(1_000, new SelfReporting("test", 1_000)),
        new HashBuckets(128).byAgent(),
        Types.INT);
  }
}
