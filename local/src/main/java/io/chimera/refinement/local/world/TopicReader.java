package io.chimera.refinement.local.world;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Reads whole topics without a consumer group: every partition, from the beginning or from now on.
 * Not thread-safe.
 */
public final class TopicReader implements AutoCloseable {
  private static final Duration NO_WAIT = Duration.ZERO;
  private static final Duration WAIT = Duration.ofMillis(200);

  private final KafkaConsumer<byte[], byte[]> consumer;
  private final List<TopicPartition> partitions = new ArrayList<>();

  private TopicReader(String bootstrapServers, Collection<String> topics, boolean committedOnly) {
    this.consumer =
        new KafkaConsumer<>(
            Map.of(
                ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers,
                ConsumerConfig.ISOLATION_LEVEL_CONFIG, committedOnly ? "read_committed" : "read_uncommitted",
                ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false",
                ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest"),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer());
    for (String topic : topics) {
      consumer.partitionsFor(topic).forEach(info -> partitions.add(new TopicPartition(topic, info.partition())));
    }
    consumer.assign(partitions);
  }

  /** Reads from the first record on. */
  public static TopicReader fromBeginning(String bootstrapServers, Collection<String> topics, boolean committedOnly) {
    TopicReader reader = new TopicReader(bootstrapServers, topics, committedOnly);
    reader.consumer.seekToBeginning(reader.partitions);
    return reader;
  }

  /** Reads what is written from now on. */
  public static TopicReader fromNow(String bootstrapServers, Collection<String> topics, boolean committedOnly) {
    TopicReader reader = new TopicReader(bootstrapServers, topics, committedOnly);
    reader.consumer.seekToEnd(reader.partitions);
    reader.partitions.forEach(reader.consumer::position);
    return reader;
  }

  /** Hands over what is there already, without waiting. */
  public void poll(Consumer<ConsumerRecord<byte[], byte[]>> receiver) {
    consumer.poll(NO_WAIT).forEach(receiver);
  }

  /** Hands over what is there, waiting up to a fifth of a second for the first record. */
  public void pollPatiently(Consumer<ConsumerRecord<byte[], byte[]>> receiver) {
    consumer.poll(WAIT).forEach(receiver);
  }

  /** Hands over everything up to what is readable now, then returns. */
  public void drain(Consumer<ConsumerRecord<byte[], byte[]>> receiver) {
    Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
    while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
      pollPatiently(receiver);
    }
  }

  @Override
  public void close() {
    consumer.close();
  }
}
