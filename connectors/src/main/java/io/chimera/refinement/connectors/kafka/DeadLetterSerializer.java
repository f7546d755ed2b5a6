package io.chimera.refinement.connectors.kafka;

import io.chimera.refinement.connectors.json.JsonWriter;
import io.chimera.refinement.state.event.DeadLetter;
import io.chimera.refinement.state.event.Digests;
import io.chimera.refinement.state.event.Origin;
import io.chimera.refinement.state.event.Reason;
import java.util.Optional;
import org.apache.flink.api.common.serialization.SerializationSchema.InitializationContext;
import org.apache.flink.connector.kafka.lineage.KafkaDatasetFacet;
import org.apache.flink.connector.kafka.lineage.KafkaDatasetFacetProvider;
import org.apache.flink.connector.kafka.sink.KafkaRecordSerializationSchema;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * Writes the topic {@code dead-letters}, keyed by {@code topic-partition} of the refused element.
 */
public final class DeadLetterSerializer
    implements KafkaRecordSerializationSchema<DeadLetter>, KafkaDatasetFacetProvider {
  private static final long serialVersionUID = 1;

  private final Outbox outbox;
  private transient JsonWriter<DeadLetter> writer;

  public DeadLetterSerializer(Outbox outbox) {
    this.outbox = outbox;
  }

  @Override
  public void open(InitializationContext context, KafkaSinkContext sinkContext) {
    writer = JsonWriter.deadLetters();
  }

  @Override
  public ProducerRecord<byte[], byte[]> serialize(
      DeadLetter letter, KafkaSinkContext context, Long timestamp) {
    Origin origin = letter.origin();
    String id = id(letter);
    return outbox.record(
        origin.topicPartition(), writer.write(letter), id, "dead-letter", letter.timestampMillis());
  }

  private static String id(DeadLetter letter) {
    Origin origin = letter.origin();
    String reason = letter.reason().name();
    String subscriber = letter.headers().get(DeadLetter.SUBSCRIBER);
    return subscriber == null || letter.reason() != Reason.SINK_REJECTED
        ? Digests.uuid5(origin.topic(), origin.partition(), origin.offset(), origin.index(), reason)
        : Digests.uuid5(
            origin.topic(),
            origin.partition(),
            origin.offset(),
            origin.index(),
            reason,
            subscriber);
  }

  @Override
  public Optional<KafkaDatasetFacet> getKafkaDatasetFacet() {
    return outbox.facet();
  }
}
