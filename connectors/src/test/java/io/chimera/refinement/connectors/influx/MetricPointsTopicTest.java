package io.chimera.refinement.connectors.influx;

import static org.assertj.core.api.Assertions.assertThat;

import io.chimera.refinement.connectors.kafka.Outbox;
import io.chimera.refinement.state.event.MetricPoint;
import io.chimera.refinement.state.event.MetricPoint.Field;
import io.chimera.refinement.state.event.MetricPoint.Tag;
import io.chimera.refinement.state.event.PointBatch;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.flink.api.common.functions.util.ListCollector;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.types.PojoTestUtils;
import org.apache.flink.util.InstantiationUtil;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;

class MetricPointsTopicTest {
  private static final long TIME = 1_795_248_000_000L;
  private static final PointBatch BATCH =
      new PointBatch(
          "mplp/ctx/*/latency_ms", List.of(point("a", 1, TIME), point("b", 2.5, TIME + 10_000)));

  @Test
  void whatIsWrittenIsReadBack() throws Exception {
    ProducerRecord<byte[], byte[]> sent = serializer().serialize(BATCH, null, null);

    assertThat(sent.topic()).isEqualTo("refinement.metric-points");
    assertThat(sent.key()).asString().isEqualTo("mplp/ctx/*/latency_ms");
    assertThat(sent.timestamp())
        .as("the broker's clock: retention must not follow event time")
        .isNull();
    assertThat(read(sent.value()))
        .containsExactly(LineBatch.of(sent.value(), new Place(0, 0, 0, -1)));
    assertThat(sent.value())
        .asString()
        .isEqualTo("kpi,c=a v=1 " + TIME + "\nkpi,c=b v=2.5 " + (TIME + 10_000));
  }

  @Test
  void aBatchSentAgainHasTheSameIdAndTheSameBytes() throws Exception {
    var first = serializer().serialize(BATCH, null, null);
    var again = InstantiationUtil.clone(serializer()).serialize(BATCH, null, null);
    var other =
        serializer()
            .serialize(new PointBatch(BATCH.key(), List.of(point("a", 2, TIME))), null, null);

    assertThat(again.value()).isEqualTo(first.value());
    assertThat(header(again, "ce_id")).isEqualTo(header(first, "ce_id")).hasSize(36);
    assertThat(header(other, "ce_id")).isNotEqualTo(header(first, "ce_id"));
    assertThat(header(first, "ce_time")).isEqualTo("2026-11-21T08:00:00Z");
    assertThat(header(first, "ce_source")).isEqualTo("/refinement/test");
    assertThat(header(first, "ce_type")).isEqualTo("io.chimera.refinement.metric-points.v1");
    assertThat(header(first, "content-type")).startsWith("text/plain");
    assertThat(serializer().getKafkaDatasetFacet()).as("pooled transactions need it").isPresent();
    assertThat(header(first, "ce_specversion")).isEqualTo("1.0");
    assertThat(header(first, "emitted_at")).isEqualTo("42");
  }

  @Test
  void aBatchWithoutAFieldYieldsNoRecord() {
    assertThat(
            serializer()
                .serialize(new PointBatch("k", List.of(point("a", Double.NaN, TIME))), null, null))
        .isNull();
  }

  @Test
  void anEmptyRecordYieldsNothing() {
    assertThat(read(null)).isEmpty();
    assertThat(read(new byte[0])).isEmpty();
    assertThat(read("\n \n".getBytes(StandardCharsets.UTF_8))).isEmpty();
  }

  @Test
  void blankLinesAreNotPoints() {
    assertThat(read("\nm f=1 7\n\nm f=2 8\n".getBytes(StandardCharsets.UTF_8)))
        .singleElement()
        .satisfies(b -> assertThat(b.points()).isEqualTo(2))
        .satisfies(b -> assertThat(b.firstTimeMillis()).isEqualTo(7));
  }

  @Test
  void linesTravelWithoutKryo() {
    PojoTestUtils.assertSerializedAsPojoWithoutKryo(LineBatch.class);
  }

  private static PointBatchSerializer serializer() {
    return new PointBatchSerializer(
        new Outbox(
            "refinement.metric-points",
            "/refinement/test",
            Clock.fixed(Instant.ofEpochMilli(42), ZoneOffset.UTC)));
  }

  private static List<LineBatch> read(byte[] value) {
    List<LineBatch> batches = new ArrayList<>();
    new LineBatchDeserializer(TypeInformation.of(LineBatch.class), TierRouting.ONE_BUCKET)
        .deserialize(new ConsumerRecord<>("t", 0, 0, null, value), new ListCollector<>(batches));
    return batches;
  }

  private static String header(ProducerRecord<byte[], byte[]> record, String name) {
    byte[] value = record.headers().lastHeader(name).value();
    return new String(Arrays.copyOf(value, value.length), StandardCharsets.UTF_8);
  }

  private static MetricPoint point(String component, double value, long timeMillis) {
    return new MetricPoint(
        "kpi", List.of(new Tag("c", component)), List.of(Field.of("v", value)), timeMillis);
  }
}
