package io.chimera.refinement.connectors.kafka;

import io.chimera.refinement.state.event.Origin;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;

/** What the parsers want to know of a Kafka record beside its value. */
final class InboundRecord {
  private InboundRecord() {}

  static Origin originOf(ConsumerRecord<byte[], byte[]> message) {
    return new Origin(
        message.topic(), message.partition(), message.offset(), 0, message.timestamp());
  }

  /** The headers, values as UTF-8; of a name that comes twice the last one counts. */
  static Map<String, String> headersOf(ConsumerRecord<byte[], byte[]> message) {
    Map<String, String> headers = new LinkedHashMap<>();
    for (Header header : message.headers()) {
      headers.put(
          header.key(),
          header.value() == null ? "" : new String(header.value(), StandardCharsets.UTF_8));
    }
    return headers;
  }
}
