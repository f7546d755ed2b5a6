package io.chimera.refinement.connectors.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.chimera.refinement.connectors.json.RandomEvents;
import io.chimera.refinement.state.event.Alert;
import io.chimera.refinement.state.event.AuditRow;
import io.chimera.refinement.state.event.DeadLetter;
import io.chimera.refinement.state.event.Digests;
import io.chimera.refinement.state.event.Finding;
import io.chimera.refinement.state.event.Recommendation;
import io.chimera.refinement.state.event.SelfMeasurement;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.flink.connector.kafka.sink.KafkaRecordSerializationSchema;
import org.apache.flink.util.InstantiationUtil;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SerializersTest {
  private static final Outbox OUTBOX =
      new Outbox(
          "refinement.out",
          "/refinement/test",
          Clock.fixed(Instant.ofEpochMilli(77), ZoneOffset.UTC));
  private static final RandomEvents RANDOM = new RandomEvents(7);

  /** What the contract says of one record. */
  record Case<T>(
      KafkaRecordSerializationSchema<T> serializer,
      T event,
      String key,
      String id,
      String type,
      long eventMillis) {
    @Override
    public String toString() {
      return type;
    }
  }

  static Stream<Case<?>> cases() {
    Finding finding = RANDOM.finding();
    Alert alert = RANDOM.alert();
    Recommendation advice = RANDOM.recommendation();
    DeadLetter letter = RANDOM.deadLetter();
    AuditRow row = RANDOM.auditRow();
    SelfMeasurement measured = RANDOM.measurement();
    String topicPartition = "refinement.kpi-reports-";
    return Stream.of(
        new Case<>(
            new FindingSerializer(OUTBOX),
            finding,
            finding.series(),
            finding.state() == Finding.State.OPEN
                ? finding.findingId()
                : Digests.uuid5(finding.findingId(), "closed", finding.endedAt()),
            "finding",
            finding.detectedAt()),
        new Case<>(
            new AlertSerializer(OUTBOX),
            alert,
            alert.alertId(),
            alert.state() == Alert.State.FIRING
                ? alert.alertId()
                : Digests.uuid5(
                    alert.alertId(),
                    alert.state().name().toLowerCase(java.util.Locale.ROOT),
                    alert.changedAt()),
            "alert",
            alert.changedAt()),
        new Case<>(
            new RecommendationSerializer(OUTBOX),
            advice,
            advice.system() + "/" + advice.component(),
            advice.recommendationId(),
            "recommendation",
            advice.decidedAt()),
        new Case<>(
            new DeadLetterSerializer(OUTBOX),
            letter,
            topicPartition + letter.origin().partition(),
            Digests.uuid5(
                letter.origin().topic(),
                letter.origin().partition(),
                letter.origin().offset(),
                letter.origin().index(),
                letter.reason()),
            "dead-letter",
            letter.timestampMillis()),
        new Case<>(
            new AuditSerializer(OUTBOX),
            row,
            topicPartition + row.partition(),
            Digests.uuid5(
                row.topic(),
                row.partition(),
                row.fromOffset(),
                row.toOffset(),
                row.complete(),
                row.reports()),
            "audit",
            77),
        new Case<>(
            new SelfReportSerializer(OUTBOX),
            measured,
            measured.instance(),
            Digests.uuid5(measured.instance(), measured.component(), measured.timeMillis()),
            "kpi-report",
            measured.timeMillis()));
  }

  @ParameterizedTest
  @MethodSource("cases")
  <T> void aRecordCarriesItsKeyAndHeaders(Case<T> sent) throws Exception {
    KafkaRecordSerializationSchema<T> serializer = InstantiationUtil.clone(sent.serializer());
    serializer.open(null, null);

    ProducerRecord<byte[], byte[]> message = serializer.serialize(sent.event(), null, null);

    assertThat(message.topic()).isEqualTo("refinement.out");
    assertThat(message.partition()).isNull();
    assertThat(message.timestamp()).isNull();
    assertThat(message.key()).asString(StandardCharsets.UTF_8).isEqualTo(sent.key());
    assertThat(message.value()).asString(StandardCharsets.UTF_8).startsWith("{").endsWith("}");
    assertThat(headers(message))
        .isEqualTo(
            Map.of(
                "ce_id", sent.id(),
                "ce_source", "/refinement/test",
                "ce_type", "io.chimera.refinement." + sent.type() + ".v1",
                "ce_specversion", "1.0",
                "ce_time", Instant.ofEpochMilli(sent.eventMillis()).toString(),
                "content-type", "application/json",
                "emitted_at", "77"));
  }

  @Test
  void whatMeasuredNothingSendsNothing() {
    SelfReportSerializer serializer = new SelfReportSerializer(OUTBOX);
    serializer.open(null, null);

    assertThat(
            serializer.serialize(new SelfMeasurement("c", "i", 1, Map.of(), Map.of()), null, null))
        .isNull();
  }

  private static Map<String, String> headers(ProducerRecord<byte[], byte[]> message) {
    Map<String, String> headers = new java.util.HashMap<>();
    message
        .headers()
        .forEach(
            header ->
                headers.put(header.key(), new String(header.value(), StandardCharsets.UTF_8)));
    return headers;
  }
}
