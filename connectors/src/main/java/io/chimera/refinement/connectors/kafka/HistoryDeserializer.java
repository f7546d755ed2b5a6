package io.chimera.refinement.connectors.kafka;

import io.chimera.refinement.connectors.json.HistoryParser;
import io.chimera.refinement.connectors.json.Limits;
import io.chimera.refinement.state.optimise.retrain.HistoryRecord;
import org.apache.flink.api.common.serialization.DeserializationSchema.InitializationContext;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.connector.kafka.source.reader.deserializer.KafkaRecordDeserializationSchema;
import org.apache.flink.util.Collector;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Reads recommendations and outcomes as history. */
public final class HistoryDeserializer implements KafkaRecordDeserializationSchema<HistoryRecord> {
  private static final long serialVersionUID = 1;

  private final Limits limits;
  private final TypeInformation<HistoryRecord> type;
  private transient HistoryParser parser;

  public HistoryDeserializer(Limits limits, TypeInformation<HistoryRecord> type) {
    this.limits = limits;
    this.type = type;
  }

  @Override
  public void open(InitializationContext context) {
    parser = new HistoryParser(limits);
  }

  @Override
  public void deserialize(ConsumerRecord<byte[], byte[]> message, Collector<HistoryRecord> out) {
    out.collect(parser.parse(message.value(), InboundRecord.originOf(message)));
  }

  @Override
  public TypeInformation<HistoryRecord> getProducedType() {
    return type;
  }
}
