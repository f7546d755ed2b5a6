package io.chimera.refinement.local.oracle;

import java.nio.charset.StandardCharsets;
import java.util.Properties;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.InvalidRecordException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Sends a load, idempotent and acknowledged by all replicas, and keeps the manifest from the
 * broker's answers. A broker that is away is waited for. One thread.
 */
public final class LoadSender implements AutoCloseable {
  /** Running number of the send, so that it is found again in the topic. */
  static final String SEQ_HEADER = "load-seq";

  private static final String LONGEST_OUTAGE_MILLIS = "300000";

  private final KafkaProducer<byte[], byte[]> producer;
  private final SendManifest manifest;
  private final String topic;
  private long seq;

  public LoadSender(String bootstrapServers, String topic, SendManifest manifest) {
    this.topic = topic;
    this.manifest = manifest;
    Properties properties = new Properties();
    properties.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
    properties.put(ProducerConfig.ACKS_CONFIG, "all");
    properties.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, "true");
    properties.put(ProducerConfig.LINGER_MS_CONFIG, "5");
    properties.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, Integer.toString(12 << 20));
    properties.put(ProducerConfig.BUFFER_MEMORY_CONFIG, Integer.toString(128 << 20));
    properties.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, LONGEST_OUTAGE_MILLIS);
    properties.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, LONGEST_OUTAGE_MILLIS);
    properties.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, "10000");
    properties.put(ProducerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG, "1000");
    producer =
        new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer());
  }

  public void send(LoadRecord planned) {
    long number = seq++;
    long now = System.currentTimeMillis();
    byte[] value = planned.value();
    String hash = DeadLetterCheck.sha256(value == null ? new byte[0] : value);
    ProducerRecord<byte[], byte[]> message =
        new ProducerRecord<>(topic, planned.partition(), utf8(planned.key()), value);
    message.headers().add(SEQ_HEADER, utf8(Long.toString(number)));
    planned.headers().forEach((name, text) -> message.headers().add(name, utf8(text)));
    var unused =
        producer.send(
            message,
            (where, failure) ->
                manifest.add(
                    new SendManifest.Entry(
                        number,
                        planned.id(),
                        planned.partition(),
                        failure == null ? where.offset() : -1,
                        hash,
                        state(failure),
                        now)));
  }

  private static SendManifest.State state(Exception failure) {
    if (failure == null) {
      return SendManifest.State.ACKED;
    }
    return failure instanceof RecordTooLargeException || failure instanceof InvalidRecordException
        ? SendManifest.State.FAILED
        : SendManifest.State.UNKNOWN;
  }

  /** Waits until every send has its answer or is given up. */
  public void flush() {
    producer.flush();
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    producer.close();
  }
}
