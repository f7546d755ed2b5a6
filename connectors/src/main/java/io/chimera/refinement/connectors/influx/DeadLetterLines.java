package io.chimera.refinement.connectors.influx;

import io.chimera.refinement.connectors.kafka.DeadLetterSerializer;
import io.chimera.refinement.connectors.kafka.Outbox;
import io.chimera.refinement.state.event.DeadLetter;
import io.chimera.refinement.state.event.Origin;
import io.chimera.refinement.state.event.Reason;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Sends refused lines to the topic {@code dead-letters}, reason SINK_REJECTED. At least once, with
 * deterministic ids; a checkpoint waits until Kafka has them. Without a refused line there is no
 * connection.
 */
public final class DeadLetterLines implements RejectedLines {
  private static final long serialVersionUID = 1;

  /** A server quotes the whole line, which is the payload already. */
  private static final int LONGEST_DETAIL = 500;

  private final String pointsTopic;
  private final Outbox outbox;
  private final Properties producer;

  /**
   * With the properties of a producer, bootstrap servers among them.
   *
   * @param pointsTopic full name of the topic that the lines come from
   */
  public DeadLetterLines(String pointsTopic, Outbox outbox, Properties producer) {
    this.pointsTopic = Objects.requireNonNull(pointsTopic, "pointsTopic must be set, was null");
    this.outbox = Objects.requireNonNull(outbox, "outbox must be set, was null");
    this.producer = new Properties();
    this.producer.putAll(producer);
  }

  @Override
  public Outlet open() {
    DeadLetterSerializer serializer = new DeadLetterSerializer(outbox);
    serializer.open(null, null);
    return new KafkaOutlet(serializer);
  }

  private DeadLetter letter(RejectedLine line) {
    String detail = line.cause() + ": " + line.reason().replaceAll("\\s+", " ");
    Place place = line.place();
    Origin origin =
        new Origin(
            pointsTopic, place.partition(), place.offset(), place.index(), place.appendMillis());
    return DeadLetter.of(
        Reason.SINK_REJECTED,
        detail.length() <= LONGEST_DETAIL ? detail : detail.substring(0, LONGEST_DETAIL) + "…",
        origin,
        line.timeMillis(),
        line.line(),
        Map.of());
  }

  private final class KafkaOutlet implements Outlet {
    private final DeadLetterSerializer serializer;
    private Producer<byte[], byte[]> kafka;
    private volatile Exception failure;

    KafkaOutlet(DeadLetterSerializer serializer) {
      this.serializer = serializer;
    }

    @Override
    public void rejected(RejectedLine line) {
      check();
      if (kafka == null) {
        kafka = new KafkaProducer<>(producer, new ByteArraySerializer(), new ByteArraySerializer());
      }
      kafka.send(
          serializer.serialize(letter(line), null, null),
          (metadata, exception) -> {
            if (exception != null) {
              failure = exception;
            }
          });
    }

    @Override
    public void flush() {
      if (kafka != null) {
        kafka.flush();
        check();
      }
    }

    private void check() {
      if (failure != null) {
        throw new IllegalStateException(
            "Cannot keep refused lines as dead letters in "
                + outbox.topic()
                + ": "
                + failure.getMessage()
                + "; check the topic and the broker, the job tries again",
            failure);
      }
    }

    @Override
    public void close() {
      if (kafka != null) {
        kafka.close();
      }
    }
  }
}
