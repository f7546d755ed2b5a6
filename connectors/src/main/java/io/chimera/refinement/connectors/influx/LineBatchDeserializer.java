package io.chimera.refinement.connectors.influx;

import java.util.Objects;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.connector.kafka.source.reader.deserializer.KafkaRecordDeserializationSchema;
import org.apache.flink.util.Collector;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Reads records of the {@code metric-points} topic. The bytes are not parsed: the database judges
 * them line by line. A record without a line yields nothing.
 */
public final class LineBatchDeserializer implements KafkaRecordDeserializationSchema<LineBatch> {
  private static final long serialVersionUID = 1;

  private final TypeInformation<LineBatch> type;

  public LineBatchDeserializer(TypeInformation<LineBatch> type) {
    this.type = Objects.requireNonNull(type, "type must be set, was null");
  }

  @Override
  public void deserialize(ConsumerRecord<byte[], byte[]> record, Collector<LineBatch> out) {
    if (record.value() == null) {
      return;
    }
    LineBatch batch =
        LineBatch.of(record.value(), new LineOrigin(record.partition(), record.offset(), 0));
    if (batch.points() > 0) {
      out.collect(batch);
    }
  }

  @Override
  public TypeInformation<LineBatch> getProducedType() {
    return type;
  }
}
