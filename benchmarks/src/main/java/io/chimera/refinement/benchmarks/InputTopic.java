package io.chimera.refinement.benchmarks;

import io.chimera.refinement.local.Failure;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * The topic that every drain reads, filled once.
 *
 * @param reports number of reports
 * @param bytesPerReport true mean size of a value
 * @param seconds how long filling took
 */
record InputTopic(long reports, double bytesPerReport, double seconds) {
  static final int PARTITIONS = 8;

  /**
   * What agents send by default: compressing reports of less than 200 bytes one by one would only
   * cost them CPU.
   */
  static final String COMPRESSION = "none";

  /** Event time ends that long before the fill begins: a drain must not meet the present. */
  private static final Duration PAST = Duration.ofMinutes(10);

  private static final long PROGRESS_EVERY = 250_000;

  /**
   * Fills the topic with the first reports of a stream. An agent stays in one partition, so event
   * time only grows within each.
   *
   * @param progress is told how many were sent; may throw to stop
   */
  static InputTopic fill(
      String bootstrapServers,
      String topic,
      ReportStream stream,
      long reports,
      long nowMillis,
      LongConsumer progress) {
    int perSecond = stream.perSecond();
    long seconds = (reports + perSecond - 1) / perSecond;
    long firstMillis = nowMillis - PAST.toMillis() - seconds * 1_000;
    AtomicReference<Exception> refused = new AtomicReference<>();
    long bytes = 0;
    long started = System.nanoTime();
    try (KafkaProducer<byte[], byte[]> producer = producer(bootstrapServers)) {
      for (long number = 0; number < reports; number++) {
        long inSecond = number % perSecond * 1_000 / perSecond;
        byte[] value = stream.json(number, firstMillis + number / perSecond * 1_000 + inSecond);
        bytes += value.length;
        producer.send(
            new ProducerRecord<>(
                topic, stream.agent(number) % PARTITIONS, stream.key(number), value),
            (metadata, failure) -> {
              if (failure != null) {
                refused.compareAndSet(null, failure);
              }
            });
        if (number % PROGRESS_EVERY == PROGRESS_EVERY - 1) {
          progress.accept(number + 1);
        }
      }
    }
    if (refused.get() != null) {
      throw new Failure(
          "Cannot fill " + topic + ": " + Failure.reason(refused.get()) + "; see the broker's log",
          refused.get());
    }
    return new InputTopic(reports, (double) bytes / reports, (System.nanoTime() - started) / 1e9);
  }

  private static KafkaProducer<byte[], byte[]> producer(String bootstrapServers) {
    return new KafkaProducer<>(
        Map.of(
            ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
            bootstrapServers,
            ProducerConfig.COMPRESSION_TYPE_CONFIG,
            COMPRESSION,
            ProducerConfig.LINGER_MS_CONFIG,
            "20",
            ProducerConfig.BATCH_SIZE_CONFIG,
            String.valueOf(256 << 10),
            ProducerConfig.BUFFER_MEMORY_CONFIG,
            String.valueOf(64 << 20)),
        new ByteArraySerializer(),
        new ByteArraySerializer());
  }
}
