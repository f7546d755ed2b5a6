package io.chimera.refinement.connectors.kafka;

import io.chimera.refinement.connectors.json.JsonWriter;
import io.chimera.refinement.state.event.AuditRow;
import io.chimera.refinement.state.event.Digests;
import java.util.Optional;
import org.apache.flink.api.common.serialization.SerializationSchema.InitializationContext;
import org.apache.flink.connector.kafka.lineage.KafkaDatasetFacet;
import org.apache.flink.connector.kafka.lineage.KafkaDatasetFacetProvider;
import org.apache.flink.connector.kafka.sink.KafkaRecordSerializationSchema;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * Writes the topic {@code audit}, keyed by {@code topic-partition}. Ledger rows have no event time:
 * theirs is when they are written.
 */
public final class AuditSerializer
    implements KafkaRecordSerializationSchema<AuditRow>, KafkaDatasetFacetProvider {
  private static final long serialVersionUID = 1;

  private final Outbox outbox;
  private transient JsonWriter<AuditRow> writer;

  public AuditSerializer(Outbox outbox) {
    this.outbox = outbox;
  }

  @Override
  public void open(InitializationContext context, KafkaSinkContext sinkContext) {
    writer = JsonWriter.auditRows();
  }

  @Override
  public ProducerRecord<byte[], byte[]> serialize(
      AuditRow row, KafkaSinkContext context, Long timestamp) {
    String id =
        Digests.uuid5(
            row.topic(),
            row.partition(),
            row.fromOffset(),
            row.toOffset(),
            row.complete(),
            row.reports());
    long eventMillis = timestamp == null ? outbox.clock().millis() : timestamp;
    return outbox.record(
        row.topic() + "-" + row.partition(), writer.write(row), id, "audit", eventMillis);
  }

  @Override
  public Optional<KafkaDatasetFacet> getKafkaDatasetFacet() {
    return outbox.facet();
  }
}
