package io.chimera.refinement.connectors.kafka;

import io.chimera.refinement.connectors.yaml.ModelDocument;
import io.chimera.refinement.state.event.Digests;
import io.chimera.refinement.state.optimise.retrain.TrainedModel;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.apache.flink.connector.kafka.lineage.KafkaDatasetFacet;
import org.apache.flink.connector.kafka.lineage.KafkaDatasetFacetProvider;
import org.apache.flink.connector.kafka.sink.KafkaRecordSerializationSchema;
import org.apache.kafka.clients.producer.ProducerRecord;

/** Writes to the control topic that a model is the one to decide. */
public final class AdoptionSerializer
    implements KafkaRecordSerializationSchema<TrainedModel>, KafkaDatasetFacetProvider {
  private static final long serialVersionUID = 1;

  private final Outbox outbox;

  public AdoptionSerializer(Outbox outbox) {
    this.outbox = outbox;
  }

  @Override
  public ProducerRecord<byte[], byte[]> serialize(
      TrainedModel model, KafkaSinkContext context, Long timestamp) {
    ModelDocument document = new ModelDocument(model.name(), model.version());
    return outbox.record(
        document.key(),
        document.json().getBytes(StandardCharsets.UTF_8),
        Digests.uuid5(document.key(), model.version()),
        "control",
        model.trainedUntil());
  }

  @Override
  public Optional<KafkaDatasetFacet> getKafkaDatasetFacet() {
    return outbox.facet();
  }
}
