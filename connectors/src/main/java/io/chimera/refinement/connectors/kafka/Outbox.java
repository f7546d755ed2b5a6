package io.chimera.refinement.connectors.kafka;

import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.apache.flink.connector.kafka.lineage.DefaultKafkaDatasetFacet;
import org.apache.flink.connector.kafka.lineage.DefaultKafkaDatasetIdentifier;
import org.apache.flink.connector.kafka.lineage.KafkaDatasetFacet;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;

/**
 * Where a serializer's records go and as whose: the topic and the CloudEvents 1.0 headers (Kafka
 * binding, binary mode).
 *
 * @param topic full name of the topic
 * @param source CloudEvents source, such as {@code /refinement/production}
 * @param clock wall clock of the header {@code emitted_at}; serializable, as the JDK's clocks are
 */
public record Outbox(String topic, String source, Clock clock) implements Serializable {

  public Outbox {
    Objects.requireNonNull(topic, "topic must be set, was null");
    Objects.requireNonNull(source, "source must be set, was null");
    Objects.requireNonNull(clock, "clock must be set, was null");
  }

  public static Outbox of(String topic, String source) {
    return new Outbox(topic, source, Clock.systemUTC());
  }

  /**
   * One record; the broker's clock gives its Kafka timestamp.
   *
   * @param id the same for the same event, in every run
   * @param kind last but one part of the CloudEvents type, such as {@code finding}
   * @param eventMillis event time, epoch milliseconds
   */
  ProducerRecord<byte[], byte[]> record(
      String key, byte[] value, String id, String kind, long eventMillis) {
    return record(key, value, id, kind, eventMillis, "application/json");
  }

  /** The same for a value that is plain text. */
  public ProducerRecord<byte[], byte[]> text(
      String key, byte[] value, String id, String kind, long eventMillis) {
    return record(key, value, id, kind, eventMillis, "text/plain; charset=utf-8");
  }

  private ProducerRecord<byte[], byte[]> record(
      String key, byte[] value, String id, String kind, long eventMillis, String contentType) {
    ProducerRecord<byte[], byte[]> message =
        new ProducerRecord<>(topic, key == null ? null : utf8(key), value);
    Headers headers = message.headers();
    headers.add("ce_id", utf8(id));
    headers.add("ce_source", utf8(source));
    headers.add("ce_type", utf8("io.chimera.refinement." + kind + ".v1"));
    headers.add("ce_specversion", utf8("1.0"));
    headers.add("ce_time", utf8(Instant.ofEpochMilli(eventMillis).toString()));
    headers.add("content-type", utf8(contentType));
    headers.add("emitted_at", utf8(Long.toString(clock.millis())));
    return message;
  }

  /** Names the topic to the sink, which needs it to find the transactions of an earlier run. */
  public Optional<KafkaDatasetFacet> facet() {
    return Optional.of(
        new DefaultKafkaDatasetFacet(DefaultKafkaDatasetIdentifier.ofTopics(List.of(topic))));
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
