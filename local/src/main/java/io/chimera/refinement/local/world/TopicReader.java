package io.chimera.refinement.local.world;

import io.chimera.refinement.local.Failure;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Reads whole topics without a consumer group: every partition, from the beginning or from now on.
 * Not thread-safe. What a factory cannot open it closes.
 */
public final class TopicReader implements AutoCloseable {
  private static final Duration NO_WAIT = Duration.ZERO;
  private static final Duration WAIT = Duration.ofMillis(200);

  private final KafkaConsumer<byte[], byte[]> consumer;
  private final List<TopicPartition> partitions = new ArrayList<>();
  private boolean whole = true;

  /** Where reading begins; a consumer that cannot even get there is closed. */
  private interface Start {
    void seek(TopicReader reader);
  }

  private TopicReader(
      Brokers brokers, Collection<String> topics, boolean committedOnly, Start start) {
    try {
      this.consumer =
          new KafkaConsumer<>(
              brokers.consumer(
                  Map.of(
                      ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                          committedOnly ? "read_committed" : "read_uncommitted",
                      ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false",
                      ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest",
                      ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, "false",
                      ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, "15000")),
              new ByteArrayDeserializer(),
              new ByteArrayDeserializer());
    } catch (KafkaException e) {
      throw brokers.failed("read from", e);
    }
    try {
      topics.forEach(topic -> partitions.addAll(partitionsOf(topic)));
      consumer.assign(partitions);
      start.seek(this);
    } catch (KafkaException e) {
      consumer.close();
      throw brokers.failed("read from", e);
    } catch (RuntimeException e) {
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

  /** Reads from the first record on, from brokers that let everybody in. */
  public static TopicReader fromBeginning(
      String bootstrapServers, Collection<String> topics, boolean committedOnly) {
    return fromBeginning(Brokers.open(bootstrapServers), topics, committedOnly);
  }

  /** Reads from the first record on. */
  public static TopicReader fromBeginning(
      Brokers brokers, Collection<String> topics, boolean committedOnly) {
    return new TopicReader(
        brokers,
        topics,
        committedOnly,
        reader -> reader.consumer.seekToBeginning(reader.partitions));
  }

  /** Reads what is written from now on, from brokers that let everybody in. */
  public static TopicReader fromNow(
      String bootstrapServers, Collection<String> topics, boolean committedOnly) {
    return fromNow(Brokers.open(bootstrapServers), topics, committedOnly);
  }

  /** Reads what is written from now on. */
  public static TopicReader fromNow(
      Brokers brokers, Collection<String> topics, boolean committedOnly) {
    return new TopicReader(
        brokers,
        topics,
        committedOnly,
        reader -> {
          reader.consumer.seekToEnd(reader.partitions);
          reader.partitions.forEach(reader.consumer::position);
        });
  }

  /**
   * Reads from the last records of every partition on.
   *
   * @param records how many offsets of each, those of markers included
   */
  public static TopicReader fromLast(
      Brokers brokers, Collection<String> topics, boolean committedOnly, int records) {
    return new TopicReader(brokers, topics, committedOnly, reader -> reader.seekToLast(records));
  }

  private void seekToLast(int records) {
    Map<TopicPartition, Long> first = consumer.beginningOffsets(partitions);
    consumer
        .endOffsets(partitions)
        .forEach(
            (partition, end) -> {
              long from = Math.max(first.get(partition), end - records);
              whole &= from == first.get(partition);
              consumer.seek(partition, from);
            });
  }

  /** Whether it began with the first record of every partition, where it began with the last. */
  public boolean isWhole() {
    return whole;
  }

  /** The next offset of each partition of a topic. */
  public Map<Integer, Long> positions(String topic) {
    return ofTopic(topic).stream()
        .collect(Collectors.toMap(TopicPartition::partition, consumer::position));
  }

  /** Leaves out what is in the topic by now. */
  public void skipToNow(String topic) {
    List<TopicPartition> skipped = ofTopic(topic);
    consumer.seekToEnd(skipped);
    skipped.forEach(consumer::position);
  }

  private List<TopicPartition> ofTopic(String topic) {
    return partitions.stream().filter(partition -> partition.topic().equals(topic)).toList();
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
