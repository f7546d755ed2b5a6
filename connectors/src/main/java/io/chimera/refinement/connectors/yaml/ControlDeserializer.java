package io.chimera.refinement.connectors.yaml;

import io.chimera.refinement.state.event.ControlUpdate;
import io.chimera.refinement.state.event.DeadLetter;
import io.chimera.refinement.state.event.InboundControl;
import io.chimera.refinement.state.event.Origin;
import io.chimera.refinement.state.event.Reason;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.connector.kafka.source.reader.deserializer.KafkaRecordDeserializationSchema;
import org.apache.flink.util.Collector;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;

/**
 * Reads the {@code control} topic: the key is {@code kind/name}, the value one document as JSON or
 * YAML, no value withdraws it. Never throws: what is not valid becomes a dead letter that says all
 * that is wrong.
 */
public final class ControlDeserializer implements KafkaRecordDeserializationSchema<InboundControl> {
  private static final long serialVersionUID = 1;
  private static final byte[] NO_BYTES = {};
  private static final int MOST_FAULTS = 20;

  private final TypeInformation<InboundControl> type;

  public ControlDeserializer(TypeInformation<InboundControl> type) {
    this.type = Objects.requireNonNull(type, "type must be set, was null");
  }

  @Override
  public void deserialize(ConsumerRecord<byte[], byte[]> record, Collector<InboundControl> out) {
    out.collect(read(record));
  }

  @Override
  public TypeInformation<InboundControl> getProducedType() {
    return type;
  }

  private static InboundControl read(ConsumerRecord<byte[], byte[]> record) {
    String key;
    try {
      key = utf8(record.key() == null ? NO_BYTES : record.key());
    } catch (CharacterCodingException e) {
      return rejected(record, "key must be UTF-8 text");
    }
    int slash = key.indexOf('/');
    String kind = slash < 0 ? key : key.substring(0, slash);
    String name = slash < 0 ? "" : key.substring(slash + 1);
    if (!Kinds.ALL.contains(kind)) {
      return rejected(
          record,
          "key must be kind/name with a kind of "
              + String.join(", ", Kinds.ALL)
              + ", was "
              + quoted(key));
    }
    if (!Kinds.isName(kind, name)) {
      return rejected(record, "name in the key " + Kinds.nameRule(kind) + ", was " + quoted(name));
    }
    if (record.value() == null) {
      return new InboundControl(ControlUpdate.withdrawn(kind, name), null);
    }
    return document(record, key);
  }

  private static InboundControl document(ConsumerRecord<byte[], byte[]> record, String key) {
    ControlDocuments read;
    try {
      read = ControlDocuments.read(key, utf8(record.value()));
    } catch (CharacterCodingException e) {
      return rejected(record, "value must be UTF-8 text");
    }
    if (!read.faults().isEmpty()) {
      return rejected(record, sentences(read.faults()));
    }
    List<ControlDocument> documents = read.documents();
    if (documents.size() != 1) {
      return rejected(record, "value must be one document, was " + documents.size());
    }
    if (!documents.get(0).key().equals(key)) {
      return rejected(
          record,
          "key must be that of the document, " + documents.get(0).key() + ", was " + quoted(key));
    }
    return new InboundControl(documents.get(0).update(), null);
  }

  private static String sentences(List<Fault> faults) {
    String text =
        faults.stream().limit(MOST_FAULTS).map(Fault::toString).collect(Collectors.joining("\n"));
    return faults.size() <= MOST_FAULTS
        ? text
        : text + "\nand " + (faults.size() - MOST_FAULTS) + " more";
  }

  private static InboundControl rejected(ConsumerRecord<byte[], byte[]> record, String detail) {
    Origin origin =
        new Origin(record.topic(), record.partition(), record.offset(), 0, record.timestamp());
    byte[] payload = record.value() == null ? NO_BYTES : record.value();
    return new InboundControl(
        null,
        DeadLetter.of(
            Reason.INVALID_CONTROL, detail, origin, record.timestamp(), payload, headers(record)));
  }

  private static Map<String, String> headers(ConsumerRecord<byte[], byte[]> record) {
    Map<String, String> headers = new LinkedHashMap<>();
    for (Header header : record.headers()) {
      headers.put(
          header.key(),
          header.value() == null ? "" : new String(header.value(), StandardCharsets.UTF_8));
    }
    return headers;
  }

  private static String utf8(byte[] bytes) throws CharacterCodingException {
    return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
  }

  private static String quoted(String text) {
    return '"' + (text.length() <= 140 ? text : text.substring(0, 140) + "…") + '"';
  }
}
