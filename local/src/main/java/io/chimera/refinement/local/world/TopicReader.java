package io.chimera.refinement.local.world;

import io.chimera.refinement.local.Failure;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.PartitionInfo;
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
                ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                    committedOnly ? "read_committed" : "read_uncommitted",
                ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false",
                ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest",
                ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, "false",
                ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, "15000"),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer());
    try {
      topics.forEach(topic -> partitions.addAll(partitionsOf(topic)));
      consumer.assign(partitions);
    } catch (KafkaException e) {
      consumer.close();
      throw new Failure(
          "Cannot read from Kafka at %s: %s; check the address and that the broker runs"
              .formatted(bootstrapServers, Failure.reason(e)),
          e);
    } catch (Failure e) {
      consumer.close();
      throw e;
    }
  }

  private List<TopicPartition> partitionsOf(String topic) {
    List<PartitionInfo> known = consumer.partitionsFor(topic);
    if (known == null || known.isEmpty()) {
      throw new Failure(
          "Cannot read topic " + topic + ": it does not exist; create it with topics --create");
    }
    return known.stream().map(info -> new TopicPartition(topic, info.partition())).toList();
  }

  /** Reads from the first record on. */
  public static TopicReader fromBeginning(
      String bootstrapServers, Collection<String> topics, boolean committedOnly) {
    TopicReader reader = new TopicReader(bootstrapServers, topics, committedOnly);
    reader.consumer.seekToBeginning(reader.partitions);
    return reader;
  }

  /** Reads what is written from now on. */
  public static TopicReader fromNow(
      String bootstrapServers, Collection<String> topics, boolean committedOnly) {
    TopicReader reader = new TopicReader(bootstrapServers, topics, committedOnly);
    reader.consumer.seekToEnd(reader.partitions);
    reader.partitions.forEach(reader.consumer::position);
    return reader;
  }

  /** Reads from the last records of every partition on. */
  public static TopicReader fromLast(
      String bootstrapServers, Collection<String> topics, int records) {
    TopicReader reader = new TopicReader(bootstrapServers, topics, false);
    Map<TopicPartition, Long> first = reader.consumer.beginningOffsets(reader.partitions);
    reader
        .consumer
        .endOffsets(reader.partitions)
        .forEach(
            (partition, end) ->
                reader.consumer.seek(partition, Math.max(first.get(partition), end - records)));
    return reader;
  }

  /** Leaves out what is in the topic by now. */
  public void skipToNow(String topic) {
    List<TopicPartition> ofTopic =
        partitions.stream().filter(partition -> partition.topic().equals(topic)).toList();
    consumer.seekToEnd(ofTopic);
    ofTopic.forEach(consumer::position);
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
    while (ends.entrySet().stream()
        .anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
      pollPatiently(receiver);
    }
  }

  @Override
  public void close() {
    consumer.close();
  }
}
