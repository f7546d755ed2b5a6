package io.chimera.refinement.local.agent;

import io.chimera.refinement.local.world.Brokers;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends records to one topic, keyed by agent or recommendation, and counts what the broker refused.
 */
public final class ReportSender implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ReportSender.class);
  private static final Duration CLOSE_LIMIT = Duration.ofSeconds(10);

  private final KafkaProducer<byte[], byte[]> producer;
  private final String topic;
  private final LongAdder sent = new LongAdder();
  private final LongAdder refused = new LongAdder();

  /** Sends to brokers that let everybody in. */
  public ReportSender(String bootstrapServers, String topic) {
    this(Brokers.open(bootstrapServers), topic);
  }

  public ReportSender(Brokers brokers, String topic) {
    this.topic = topic;
    this.producer =
        new KafkaProducer<>(
            brokers.producer(
                Map.of(ProducerConfig.LINGER_MS_CONFIG, "0", ProducerConfig.ACKS_CONFIG, "all")),
            new ByteArraySerializer(),
            new ByteArraySerializer());
  }

  /** Sends without waiting. A refusal is counted and logged once. */
  public void send(byte[] key, byte[] value) {
    var unused =
        producer.send(
            new ProducerRecord<>(topic, key, value),
            (metadata, failure) -> {
              if (failure == null) {
                sent.increment();
              } else {
                if (refused.sum() == 0) {
                  LOG.warn(
                      "Cannot send to {}: {}; further refusals are only counted",
                      topic,
                      failure.toString());
                }
                refused.increment();
              }
            });
  }

  /** Records that the broker has acknowledged. */
  public long sent() {
    return sent.sum();
  }

  public long refused() {
    return refused.sum();
  }

  /** Waits until everything is sent, then closes. */
  @Override
  public void close() {
    producer.flush();
    producer.close(CLOSE_LIMIT);
  }
}
