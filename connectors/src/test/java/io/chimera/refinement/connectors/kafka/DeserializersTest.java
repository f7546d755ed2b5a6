package io.chimera.refinement.connectors.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.chimera.refinement.connectors.json.JsonWriter;
import io.chimera.refinement.connectors.json.Limits;
import io.chimera.refinement.connectors.json.RandomEvents;
import io.chimera.refinement.connectors.json.ReportWriter;
import io.chimera.refinement.state.event.DeadLetter;
import io.chimera.refinement.state.event.Inbound;
import io.chimera.refinement.state.event.InboundOutcome;
import io.chimera.refinement.state.event.IssuedRecommendation;
import io.chimera.refinement.state.event.Origin;
import io.chimera.refinement.state.event.Reason;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.flink.api.common.functions.util.ListCollector;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.connector.kafka.source.reader.deserializer.KafkaRecordDeserializationSchema;
import org.apache.flink.util.InstantiationUtil;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Test;

class DeserializersTest {
  private static final TypeInformation<Inbound> INBOUND = TypeInformation.of(Inbound.class);

  @Test
  void aReportKnowsWhereItCameFrom() throws Exception {
    byte[] value =
        new ReportWriter()
            .write("r", "s", "c", "a", 1_795_248_000_000L, 1, Map.of("m", 1), Map.of());

    List<Inbound> read = read(new ReportDeserializer(Limits.CONTRACT, INBOUND), message(value));

    assertThat(read)
        .singleElement()
        .satisfies(element -> assertThat(element.report().reportId()).isEqualTo("r"));
    assertThat(read.get(0).origin()).isEqualTo(new Origin("reports", 3, 1200, 0, 555));
    assertThat(read.get(0).report().payload()).isEqualTo(value);
    assertThat(read.get(0).report().headers()).containsEntry("trace", "last");
  }

  @Test
  void aTombstoneIsADeadLetterWithTheHeadersOfItsRecord() throws Exception {
    DeadLetter letter =
        read(new ReportDeserializer(Limits.CONTRACT, INBOUND), message(null)).get(0).rejected();

    assertThat(letter.reason()).isEqualTo(Reason.EMPTY);
    assertThat(letter.headers())
        .hasSize(32)
        .containsEntry("trace", "last")
        .containsEntry("none", "");
    assertThat(letter.headers().get("long")).hasSize(1024);
  }

  @Test
  void outcomesAndRecommendationsAreRead() throws Exception {
    RandomEvents random = new RandomEvents(3);
    byte[] outcome = JsonWriter.outcomes().write(random.outcome());
    byte[] advice = JsonWriter.recommendations().write(random.recommendation());

    assertThat(
            read(
                new OutcomeDeserializer(Limits.CONTRACT, TypeInformation.of(InboundOutcome.class)),
                message(outcome)))
        .singleElement()
        .matches(InboundOutcome::isOutcome);
    TypeInformation<IssuedRecommendation> issued = TypeInformation.of(IssuedRecommendation.class);
    assertThat(read(new IssuedRecommendationDeserializer(Limits.CONTRACT, issued), message(advice)))
        .hasSize(1);
    assertThat(
            read(new IssuedRecommendationDeserializer(Limits.CONTRACT, issued), message(outcome)))
        .isEmpty();
  }

  private static <T> List<T> read(
      KafkaRecordDeserializationSchema<T> schema, ConsumerRecord<byte[], byte[]> message)
      throws Exception {
    KafkaRecordDeserializationSchema<T> shipped = InstantiationUtil.clone(schema);
    shipped.open(null);
    List<T> out = new ArrayList<>();
    shipped.deserialize(message, new ListCollector<>(out));
    assertThat(shipped.getProducedType()).isEqualTo(schema.getProducedType());
    return out;
  }

  private static ConsumerRecord<byte[], byte[]> message(byte[] value) {
    RecordHeaders headers = new RecordHeaders();
    headers.add("trace", "first".getBytes(StandardCharsets.UTF_8));
    headers.add("none", null);
    headers.add("long", "x".repeat(5000).getBytes(StandardCharsets.UTF_8));
    headers.add("trace", "last".getBytes(StandardCharsets.UTF_8));
    for (int i = 0; i < 40; i++) {
      headers.add("h" + i, new byte[] {(byte) 0xFF});
    }
    return new ConsumerRecord<>(
        "reports",
        3,
        1200,
        555,
        TimestampType.LOG_APPEND_TIME,
        -1,
        -1,
        null,
        value,
        headers,
        Optional.empty());
  }
}
