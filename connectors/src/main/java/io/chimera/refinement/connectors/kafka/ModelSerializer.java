package io.chimera.refinement.connectors.kafka;

import io.chimera.refinement.connectors.json.JsonWriter;
import io.chimera.refinement.state.event.Digests;
import io.chimera.refinement.state.event.ModelChunk;
import java.util.Optional;
import org.apache.flink.api.common.serialization.SerializationSchema.InitializationContext;
import org.apache.flink.connector.kafka.lineage.KafkaDatasetFacet;
import org.apache.flink.connector.kafka.lineage.KafkaDatasetFacetProvider;
import org.apache.flink.connector.kafka.sink.KafkaRecordSerializationSchema;
import org.apache.kafka.clients.producer.ProducerRecord;

/** Writes the models' topic, keyed by {@code model/version/chunk}. */
public final class ModelSerializer
    implements KafkaRecordSerializationSchema<ModelChunk>, KafkaDatasetFacetProvider {
  private static final long serialVersionUID = 1;

  private final Outbox outbox;
  private transient JsonWriter<ModelChunk> writer;

  public ModelSerializer(Outbox outbox) {
    this.outbox = outbox;
  }

  @Override
  public void open(InitializationContext context, KafkaSinkContext sinkContext) {
    writer = JsonWriter.models();
  }

  @Override
  public ProducerRecord<byte[], byte[]> serialize(
      ModelChunk chunk, KafkaSinkContext context, Long timestamp) {
    return outbox.record(
        chunk.key(),
        writer.write(chunk),
        Digests.uuid5(chunk.model(), chunk.version(), chunk.chunk()),
        "model",
        chunk.trainedUntil());
  }

  @Override
  public Optional<KafkaDatasetFacet> getKafkaDatasetFacet() {
    return outbox.facet();
  }
}
