package io.chimera.refinement.local.run;

import io.chimera.refinement.local.Failure;
import io.chimera.refinement.local.world.Brokers;
import io.chimera.refinement.local.world.Patience;
import io.chimera.refinement.local.world.TopicReader;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;

/** How far the jobs have read: a job commits its offsets when a checkpoint is complete. */
final class ConsumerProgress implements AutoCloseable {
  /** Behind the last record of a transaction is a marker; there are not that many in a row. */
  private static final int LAST_OFFSETS = 1_000;

  private final String bootstrapServers;
  private final Admin admin;

  ConsumerProgress(String bootstrapServers) {
    this.bootstrapServers = bootstrapServers;
    this.admin =
        Admin.create(
            Map.of(
                AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers,
                AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, "10000",
                AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, "5000"));
  }

  int partitions(String topic) {
    return describe(topic).partitions().size();
  }

  /**
   * Waits until {@code group} has read what is in {@code topic} by now. What is written later does
   * not count: the jobs themselves write their own KPIs until they end.
   */
  void awaitConsumed(String topic, String group, Duration limit) {
    awaitConsumed(topic, ends(topic), List.of(group), limit);
  }

  /**
   * The same of a topic that is written in transactions. It ends with a marker, which nobody
   * commits as read: what counts is the last record.
   */
  void awaitCommittedConsumed(String topic, Collection<String> groups, Duration limit) {
    Map<TopicPartition, Long> ends = new HashMap<>();
    try (TopicReader reader =
        TopicReader.fromLast(Brokers.open(bootstrapServers), List.of(topic), true, LAST_OFFSETS)) {
      reader.drain(
          record ->
              ends.merge(
                  new TopicPartition(record.topic(), record.partition()),
                  record.offset() + 1,
                  Math::max));
    }
    awaitConsumed(topic, ends, groups, limit);
  }

  private void awaitConsumed(
      String topic, Map<TopicPartition, Long> ends, Collection<String> groups, Duration limit) {
    Patience.of(limit)
        .until(
            () -> groups.stream().allMatch(group -> isConsumed(ends, group)),
            "Cannot drain %s: group %s is still behind after %s; see the log"
                .formatted(topic, String.join(" or ", groups), limit));
  }

  /** Records in the topic that {@code group} has not read. */
  long lag(String topic, String group) {
    Map<TopicPartition, OffsetAndMetadata> committed = committed(group);
    return ends(topic).entrySet().stream()
        .mapToLong(end -> Math.max(0, end.getValue() - offset(committed, end.getKey())))
        .sum();
  }

  @Override
  public void close() {
    admin.close();
  }

  private boolean isConsumed(Map<TopicPartition, Long> ends, String group) {
    Map<TopicPartition, OffsetAndMetadata> committed = committed(group);
    return ends.entrySet().stream()
        .allMatch(end -> offset(committed, end.getKey()) >= end.getValue());
  }

  private static long offset(
      Map<TopicPartition, OffsetAndMetadata> committed, TopicPartition partition) {
    OffsetAndMetadata offset = committed.get(partition);
    return offset == null ? 0 : offset.offset();
  }

  private Map<TopicPartition, OffsetAndMetadata> committed(String group) {
    return answer(admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata());
  }

  private Map<TopicPartition, Long> ends(String topic) {
    Map<TopicPartition, OffsetSpec> latest =
        IntStream.range(0, partitions(topic))
            .boxed()
            .collect(
                Collectors.toMap(
                    partition -> new TopicPartition(topic, partition),
                    partition -> OffsetSpec.latest()));
    return answer(admin.listOffsets(latest).all()).entrySet().stream()
        .collect(Collectors.toMap(Map.Entry::getKey, end -> end.getValue().offset()));
  }

  private TopicDescription describe(String topic) {
    return answer(admin.describeTopics(List.of(topic)).allTopicNames()).get(topic);
  }

  private static <T> T answer(KafkaFuture<T> future) {
    try {
      return future.get();
    } catch (ExecutionException e) {
      throw new Failure(
          "Cannot read the jobs' progress: " + Failure.reason(e) + "; check that the broker runs",
          e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Failure("Cannot read the jobs' progress: interrupted; run the command again", e);
    }
  }
}
