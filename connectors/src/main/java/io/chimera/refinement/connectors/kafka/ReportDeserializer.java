package io.chimera.refinement.connectors.kafka;

import io.chimera.refinement.connectors.json.Limits;
import io.chimera.refinement.connectors.json.ReportParser;
import io.chimera.refinement.state.event.Inbound;
import org.apache.flink.api.common.serialization.DeserializationSchema.InitializationContext;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.connector.kafka.source.reader.deserializer.KafkaRecordDeserializationSchema;
import org.apache.flink.util.Collector;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Reads the topic {@code kpi-reports}: each Kafka record gives one or more elements and never an
 * error.
 */
public final class ReportDeserializer implements KafkaRecordDeserializationSchema<Inbound> {
  private static final long serialVersionUID = 1;

  private final Limits limits;
  private final TypeInformation<Inbound> type;
  private transient ReportParser parser;

  public ReportDeserializer(Limits limits, TypeInformation<Inbound> type) {
    this.limits = limits;
    this.type = type;
  }

  @Override
  public void open(InitializationContext context) {
    parser = new ReportParser(limits);
  }

  @Override
  public void deserialize(ConsumerRecord<byte[], byte[]> message, Collector<Inbound> out) {
    parser.parse(
        message.value(),
        InboundRecord.originOf(message),
        () -> InboundRecord.headersOf(message),
        out::collect);
  }

  @Override
  public TypeInformation<Inbound> getProducedType() {
    return type;
  }
}
