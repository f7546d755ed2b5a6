package io.chimera.refinement.connectors.influx;

import java.util.Objects;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.connector.kafka.source.reader.deserializer.KafkaRecordDeserializationSchema;
import org.apache.flink.util.Collector;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Reads records of the {@code metric-points} topic and says for each run of lines to which bucket
 * it goes. Numbers are not parsed: the database judges them line by line. A record without a line
 * yields nothing.
 */
public final class LineBatchDeserializer implements KafkaRecordDeserializationSchema<LineBatch> {
  private static final long serialVersionUID = 1;

  private final TypeInformation<LineBatch> type;
  private final TierRouting routing;

  public LineBatchDeserializer(TypeInformation<LineBatch> type, TierRouting routing) {
    this.type = Objects.requireNonNull(type, "type must be set, was null");
    this.routing = Objects.requireNonNull(routing, "routing must be set, was null");
  }

  @Override
  public void deserialize(ConsumerRecord<byte[], byte[]> record, Collector<LineBatch> out) {
    if (record.value() == null) {
      return;
    }
    Place place = new Place(record.partition(), record.offset(), 0, record.timestamp());
    routing.route(LineBatch.of(record.value(), place)).forEach(out::collect);
  }

  @Override
  public TypeInformation<LineBatch> getProducedType() {
    return type;
  }
}
