package io.chimera.refinement.connectors.yaml;

import io.chimera.refinement.state.event.ControlUpdate;
import io.chimera.refinement.state.event.DeadLetter;
import io.chimera.refinement.state.event.InboundControl;
import io.chimera.refinement.state.event.Origin;
import io.chimera.refinement.state.event.Reason;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.connector.kafka.source.reader.deserializer.KafkaRecordDeserializationSchema;
import org.apache.flink.util.Collector;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Reads records of the control topic: key {@code kind/name}, value one document, no value to withdraw it. Never throws. */
public final class ControlDeserializer implements KafkaRecordDeserializationSchema<InboundControl> {
  private static final long serialVersionUID = 1;
  private static final byte[] NOTHING = {};

  private final TypeInformation<InboundControl> type;

  public ControlDeserializer(TypeInformation<InboundControl> type) {
    this.type = type;
  }

  @Override
  public void deserialize(ConsumerRecord<byte[], byte[]> record, Collector<InboundControl> out) {
    String key = record.key() == null ? "" : new String(record.key(), StandardCharsets.UTF_8);
    int slash = key.indexOf('/');
    String kind = slash < 0 ? key : key.substring(0, slash);
    List<Fault> faults = new ArrayList<>();
    Optional<ControlUpdate> update = Optional.empty();
    if (slash < 1 || !Documents.KINDS.contains(kind)) {
      faults.add(new Fault(record.topic(), 0, "key", "must be kind/name with one of " + String.join(", ", Documents.KINDS), key, ""));
    } else if (record.value() == null) {
      update = Optional.of(new ControlUpdate(kind, key.substring(slash + 1), true, null, null));
    } else {
      update = parse(record, key, faults);
    }
    out.collect(
        faults.isEmpty() && update.isPresent()
            ? new InboundControl(update.get(), null)
            : new InboundControl(null, refused(record, faults)));
  }

  private static Optional<ControlUpdate> parse(ConsumerRecord<byte[], byte[]> record, String key, List<Fault> faults) {
    List<Document> documents = Documents.read(new String(record.value(), StandardCharsets.UTF_8), record.topic(), faults);
    if (faults.isEmpty() && documents.size() != 1) {
      faults.add(new Fault(record.topic(), 1, "", "must be one document", String.valueOf(documents.size()), ""));
    }
    if (!faults.isEmpty()) {
      return Optional.empty();
    }
    Document document = documents.get(0);
    if (!key.equals(document.kind() + '/' + document.name())) {
      faults.add(new Fault(record.topic(), 0, "key", "must be " + document.kind() + '/' + document.name(), key, ""));
      return Optional.empty();
    }
    return SpecReader.read(document, faults);
  }

  private static DeadLetter refused(ConsumerRecord<byte[], byte[]> record, List<Fault> faults) {
    return DeadLetter.of(
        Reason.INVALID_CONTROL,
        faults.stream().limit(10).map(Fault::toString).collect(Collectors.joining("; ")),
        new Origin(record.topic(), record.partition(), record.offset(), 0, record.timestamp()),
        record.timestamp(),
        record.value() == null ? NOTHING : record.value(),
        Map.of());
  }

  @Override
  public TypeInformation<InboundControl> getProducedType() {
    return type;
  }
}
