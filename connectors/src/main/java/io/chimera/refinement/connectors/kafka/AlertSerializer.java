package io.chimera.refinement.connectors.kafka;

import io.chimera.refinement.connectors.json.JsonWriter;
import io.chimera.refinement.state.event.Alert;
import io.chimera.refinement.state.event.Digests;
import java.util.Locale;
import java.util.Optional;
import org.apache.flink.api.common.serialization.SerializationSchema.InitializationContext;
import org.apache.flink.connector.kafka.lineage.KafkaDatasetFacet;
import org.apache.flink.connector.kafka.lineage.KafkaDatasetFacetProvider;
import org.apache.flink.connector.kafka.sink.KafkaRecordSerializationSchema;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * Writes the topic {@code alerts}, keyed by alert. The firing event carries the id of the alert,
 * each later one an id of its own.
 */
public final class AlertSerializer
    implements KafkaRecordSerializationSchema<Alert>, KafkaDatasetFacetProvider {
  private static final long serialVersionUID = 1;

  private final Outbox outbox;
  private transient JsonWriter<Alert> writer;

  public AlertSerializer(Outbox outbox) {
    this.outbox = outbox;
  }

  @Override
  public void open(InitializationContext context, KafkaSinkContext sinkContext) {
    writer = JsonWriter.alerts();
  }

  @Override
  public ProducerRecord<byte[], byte[]> serialize(
      Alert alert, KafkaSinkContext context, Long timestamp) {
    String id =
        alert.state() == Alert.State.FIRING
            ? alert.alertId()
            : Digests.uuid5(
                alert.alertId(), alert.state().name().toLowerCase(Locale.ROOT), alert.changedAt());
    return outbox.record(alert.alertId(), writer.write(alert), id, "alert", alert.changedAt());
  }

  @Override
  public Optional<KafkaDatasetFacet> getKafkaDatasetFacet() {
    return outbox.facet();
  }
}
