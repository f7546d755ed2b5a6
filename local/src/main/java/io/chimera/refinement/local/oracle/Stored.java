package io.chimera.refinement.local.oracle;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * One record as it stands in a topic.
 *
 * @param timestamp the record's own time, for {@code kpi-reports} the time of its append
 */
public record Stored(
    String topic,
    int partition,
    long offset,
    long timestamp,
    byte[] value,
    Map<String, String> headers) {

  static Stored of(ConsumerRecord<byte[], byte[]> message) {
    Map<String, String> headers = new TreeMap<>();
    message
        .headers()
        .forEach(
            header ->
                headers.put(
                    header.key(),
                    header.value() == null
                        ? ""
                        : new String(header.value(), StandardCharsets.UTF_8)));
    return new Stored(
        message.topic(),
        message.partition(),
        message.offset(),
        message.timestamp(),
        message.value(),
        headers);
  }

  /** The value as text; empty for a tombstone. */
  String text() {
    return value == null ? "" : new String(value, StandardCharsets.UTF_8);
  }

  String place() {
    return topic + '-' + partition + '@' + offset;
  }
}
