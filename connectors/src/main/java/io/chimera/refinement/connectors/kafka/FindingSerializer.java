package io.chimera.refinement.connectors.kafka;

import io.chimera.refinement.connectors.json.JsonWriter;
import io.chimera.refinement.state.event.Digests;
import io.chimera.refinement.state.event.Finding;
import java.util.Optional;
import org.apache.flink.api.common.serialization.SerializationSchema.InitializationContext;
import org.apache.flink.connector.kafka.lineage.KafkaDatasetFacet;
import org.apache.flink.connector.kafka.lineage.KafkaDatasetFacetProvider;
import org.apache.flink.connector.kafka.sink.KafkaRecordSerializationSchema;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * Writes the topic {@code findings}, keyed by series. The opening event carries the id of the
 * finding, each later one an id of its own.
 */
public final class FindingSerializer
    implements KafkaRecordSerializationSchema<Finding>, KafkaDatasetFacetProvider {
  private static final long serialVersionUID = 1;

  private final Outbox outbox;
  private transient JsonWriter<Finding> writer;

  public FindingSerializer(Outbox outbox) {
    this.outbox = outbox;
  }

  @Override
  public void open(InitializationContext context, KafkaSinkContext sinkContext) {
    writer = JsonWriter.findings();
  }

  @Override
  public ProducerRecord<byte[], byte[]> serialize(
      Finding finding, KafkaSinkContext context, Long timestamp) {
    String id =
        finding.state() == Finding.State.OPEN
            ? finding.findingId()
            : Digests.uuid5(finding.findingId(), "closed", finding.endedAt());
    return outbox.record(
        finding.series(), writer.write(finding), id, "finding", finding.detectedAt());
  }

  @Override
  public Optional<KafkaDatasetFacet> getKafkaDatasetFacet() {
    return outbox.facet();
  }
}
