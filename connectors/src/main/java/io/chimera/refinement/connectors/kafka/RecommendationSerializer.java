package io.chimera.refinement.connectors.kafka;

import io.chimera.refinement.connectors.json.JsonWriter;
import io.chimera.refinement.state.event.Recommendation;
import java.util.Optional;
import org.apache.flink.api.common.serialization.SerializationSchema.InitializationContext;
import org.apache.flink.connector.kafka.lineage.KafkaDatasetFacet;
import org.apache.flink.connector.kafka.lineage.KafkaDatasetFacetProvider;
import org.apache.flink.connector.kafka.sink.KafkaRecordSerializationSchema;
import org.apache.kafka.clients.producer.ProducerRecord;

/** Writes the topic {@code recommendations}, keyed by {@code system/component}. */
public final class RecommendationSerializer
    implements KafkaRecordSerializationSchema<Recommendation>, KafkaDatasetFacetProvider {
  private static final long serialVersionUID = 1;

  private final Outbox outbox;
  private transient JsonWriter<Recommendation> writer;

  public RecommendationSerializer(Outbox outbox) {
    this.outbox = outbox;
  }

  @Override
  public void open(InitializationContext context, KafkaSinkContext sinkContext) {
    writer = JsonWriter.recommendations();
  }

  @Override
  public ProducerRecord<byte[], byte[]> serialize(
      Recommendation advice, KafkaSinkContext context, Long timestamp) {
    return outbox.record(
        advice.subject(),
        writer.write(advice),
        advice.recommendationId(),
        "recommendation",
        advice.decidedAt());
  }

  @Override
  public Optional<KafkaDatasetFacet> getKafkaDatasetFacet() {
    return outbox.facet();
  }
}
