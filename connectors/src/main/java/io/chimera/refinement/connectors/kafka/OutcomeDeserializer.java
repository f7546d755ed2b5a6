package io.chimera.refinement.connectors.kafka;

import io.chimera.refinement.connectors.json.Limits;
import io.chimera.refinement.connectors.json.OutcomeParser;
import io.chimera.refinement.state.event.InboundOutcome;
import org.apache.flink.api.common.serialization.DeserializationSchema.InitializationContext;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.connector.kafka.source.reader.deserializer.KafkaRecordDeserializationSchema;
import org.apache.flink.util.Collector;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Reads the topic {@code outcomes}: each Kafka record gives one outcome or one dead letter. */
public final class OutcomeDeserializer implements KafkaRecordDeserializationSchema<InboundOutcome> {
  private static final long serialVersionUID = 1;

  private final Limits limits;
  private final TypeInformation<InboundOutcome> type;
  private transient OutcomeParser parser;

  public OutcomeDeserializer(Limits limits, TypeInformation<InboundOutcome> type) {
    this.limits = limits;
    this.type = type;
  }

  @Override
  public void open(InitializationContext context) {
    parser = new OutcomeParser(limits);
  }

  @Override
  public void deserialize(ConsumerRecord<byte[], byte[]> message, Collector<InboundOutcome> out) {
    out.collect(
        parser.parse(
            message.value(),
            InboundRecord.originOf(message),
            () -> InboundRecord.headersOf(message)));
  }

  @Override
  public TypeInformation<InboundOutcome> getProducedType() {
    return type;
  }
}
