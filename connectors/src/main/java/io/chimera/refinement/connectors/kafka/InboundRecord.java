package io.chimera.refinement.connectors.kafka;

import io.chimera.refinement.state.event.Origin;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;

/** What readers want to know of a Kafka record beside its value. */
public final class InboundRecord {
  /**
   * With these bounds a dead letter stays below the producer's 1 MB even if every character must be
   * escaped.
   */
  private static final int MAX_HEADERS = 32;

  private static final int MAX_HEADER_CHARS = 1024;

  private InboundRecord() {}

  /** Topic, partition, offset and time of the record. */
  public static Origin originOf(ConsumerRecord<byte[], byte[]> message) {
    return new Origin(
        message.topic(), message.partition(), message.offset(), 0, message.timestamp());
  }

  /**
   * The first headers, names and values cut at a bound, values as UTF-8; of a name that comes twice
   * the last one counts.
   */
  public static Map<String, String> headersOf(ConsumerRecord<byte[], byte[]> message) {
    Iterator<Header> all = message.headers().iterator();
    if (!all.hasNext()) {
      return Map.of();
    }
    Map<String, String> headers = new LinkedHashMap<>();
    while (all.hasNext() && headers.size() < MAX_HEADERS) {
      Header header = all.next();
      byte[] value = header.value() == null ? new byte[0] : header.value();
      headers.put(cut(header.key()), cut(new String(value, StandardCharsets.UTF_8)));
    }
    return headers;
  }

  private static String cut(String text) {
    if (text.length() <= MAX_HEADER_CHARS) {
      return text;
    }
    int end =
        Character.isHighSurrogate(text.charAt(MAX_HEADER_CHARS - 1))
            ? MAX_HEADER_CHARS - 1
            : MAX_HEADER_CHARS;
    return text.substring(0, end);
  }
}
