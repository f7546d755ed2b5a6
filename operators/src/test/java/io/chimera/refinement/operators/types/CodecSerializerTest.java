package io.chimera.refinement.operators.types;

import static org.assertj.core.api.Assertions.assertThat;

import io.chimera.refinement.operators.Reports;
import io.chimera.refinement.state.event.KpiReport;
import io.chimera.refinement.state.event.LedgerEntry;
import io.chimera.refinement.state.window.Pane;
import io.chimera.refinement.state.wire.EventCodecs;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.junit.jupiter.api.Test;

/** The codecs on Flink's own streams, which differ from the JDK's in places. */
class CodecSerializerTest {

  @Test
  void ledgerEntriesSurviveFlinksStreams() throws Exception {
    LedgerEntry entry =
        new LedgerEntry(
            "refinement.kpi-reports", 3, 5_000, 5_100, 7, 9, new long[] {1, 2, 3, 4, 5, 6});
    LedgerEntry back = roundTrip(new CodecSerializer<>(EventCodecs.LEDGER_ENTRY), entry);
    assertThat(back).usingRecursiveComparison().isEqualTo(entry);
  }

  @Test
  void reportsSurviveFlinksStreams() throws Exception {
    KpiReport report = Reports.report("r-ü", 5, 1.5);
    assertThat(roundTrip(new CodecSerializer<>(EventCodecs.KPI_REPORT), report))
        .usingRecursiveComparison()
        .isEqualTo(report);
  }

  @Test
  void aMutableValueIsCopiedAndAnImmutableOneIsNot() {
    Pane pane = new Pane();
    pane.add(1);
    Pane copy = new CodecSerializer<>(Pane.CODEC).copy(pane);
    copy.add(2);
    assertThat(pane.count()).isEqualTo(1);
    KpiReport report = Reports.report("r", 5, 1.5);
    assertThat(new CodecSerializer<>(EventCodecs.KPI_REPORT).copy(report)).isSameAs(report);
  }

  private static <T> T roundTrip(TypeSerializer<T> serializer, T value) throws Exception {
    DataOutputSerializer out = new DataOutputSerializer(16);
    serializer.serialize(value, out);
    serializer.serialize(value, out);
    DataInputDeserializer in = new DataInputDeserializer(out.getCopyOfBuffer());
    serializer.deserialize(in);
    T second = serializer.deserialize(in);
    assertThat(in.available()).isZero();
    return second;
  }
}
