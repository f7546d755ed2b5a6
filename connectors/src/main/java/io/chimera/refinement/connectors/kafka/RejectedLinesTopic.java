package io.chimera.refinement.connectors.kafka;

import io.chimera.refinement.connectors.influx.RejectedLine;
import io.chimera.refinement.connectors.influx.RejectedLines;
import io.chimera.refinement.connectors.json.JsonWriter;
import io.chimera.refinement.state.event.DeadLetter;
import io.chimera.refinement.state.event.Digests;
import io.chimera.refinement.state.event.Origin;
import io.chimera.refinement.state.event.Reason;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Sends lines that the database refused to the topic {@code dead-letters}, at least once with
 * deterministic ids: a sink has no output of its own that could be exactly-once. The producer is
 * made with the first refused line, which most jobs never see.
 *
 * <p>Fails when Kafka does not take a line in time: the job restarts and offers it again.
 */
public final class RejectedLinesTopic implements RejectedLines {
  private static final long serialVersionUID = 1;

  private final Outbox outbox;
  private final String pointsTopic;
  private final Properties producerProperties;
  private transient KafkaProducer<byte[], byte[]> producer;
  private transient JsonWriter<DeadLetter> writer;
  private transient AtomicReference<Exception> failure;

  /**
   * To the topic of {@code outbox}.
   *
   * @param pointsTopic full name of the topic that the lines come from
   * @param producerProperties as {@link KafkaEndpoints#producerProperties} gives them
   */
  public RejectedLinesTopic(Outbox outbox, String pointsTopic, Properties producerProperties) {
    this.outbox = outbox;
    this.pointsTopic = pointsTopic;
    this.producerProperties = producerProperties;
  }

  @Override
  public void rejected(RejectedLine line) {
    if (producer == null) {
      writer = JsonWriter.deadLetters();
      failure = new AtomicReference<>();
      producer =
          new KafkaProducer<>(
              producerProperties, new ByteArraySerializer(), new ByteArraySerializer());
    }
    Origin origin =
        new Origin(
            pointsTopic,
            line.origin().partition(),
            line.origin().offset(),
            line.origin().index(),
            line.timeMillis());
    DeadLetter letter =
        DeadLetter.of(
            Reason.SINK_REJECTED, line.reason(), origin, line.timeMillis(), line.line(), Map.of());
    String id =
        Digests.uuid5(
            origin.topic(),
            origin.partition(),
            origin.offset(),
            origin.index(),
            letter.reason().name());
    var unused =
        producer.send(
            outbox.record(
                origin.topicPartition(),
                writer.write(letter),
                id,
                "dead-letter",
                letter.timestampMillis()),
            (where, refused) -> failure.compareAndSet(null, refused));
  }

  @Override
  public void flush() {
    if (producer == null) {
      return;
    }
    producer.flush();
    Exception refused = failure.get();
    if (refused != null) {
      throw new IllegalStateException(
          "Cannot send refused points to %s: %s; check the broker"
              .formatted(outbox.topic(), refused.getMessage()),
          refused);
    }
  }

  @Override
  public void close() {
    if (producer != null) {
      producer.close(java.time.Duration.ZERO);
      producer = null;
    }
  }
}
