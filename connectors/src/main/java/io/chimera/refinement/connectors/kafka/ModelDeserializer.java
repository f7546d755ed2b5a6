package io.chimera.refinement.connectors.kafka;

import io.chimera.refinement.connectors.json.ModelChunkParser;
import io.chimera.refinement.state.event.InboundModel;
import java.nio.charset.StandardCharsets;
import org.apache.flink.api.common.serialization.DeserializationSchema.InitializationContext;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.connector.kafka.source.reader.deserializer.KafkaRecordDeserializationSchema;
import org.apache.flink.util.Collector;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Reads the models' topic: each record gives a part of a model, or a dead letter. */
public final class ModelDeserializer implements KafkaRecordDeserializationSchema<InboundModel> {
  private static final long serialVersionUID = 1;

  private final TypeInformation<InboundModel> type;
  private transient ModelChunkParser parser;

  public ModelDeserializer(TypeInformation<InboundModel> type) {
    this.type = type;
  }

  @Override
  public void open(InitializationContext context) {
    parser = new ModelChunkParser();
  }

  @Override
  public void deserialize(ConsumerRecord<byte[], byte[]> message, Collector<InboundModel> out) {
    String key = message.key() == null ? "" : new String(message.key(), StandardCharsets.UTF_8);
    out.collect(
        parser.parse(
            key,
            message.value(),
            InboundRecord.originOf(message),
            () -> InboundRecord.headersOf(message)));
  }

  @Override
  public TypeInformation<InboundModel> getProducedType() {
    return type;
  }
}
