package io.chimera.refinement.benchmarks;

import io.chimera.refinement.connectors.kafka.KafkaSettings;
import io.chimera.refinement.connectors.kafka.Topic;
import io.chimera.refinement.connectors.kafka.Topics;
import io.chimera.refinement.jobs.config.RefinementOptions;
import io.chimera.refinement.jobs.config.Settings;
import io.chimera.refinement.local.Failure;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.KafkaFuture;

/**
 * The topics of a benchmark on one broker, and the settings of the jobs that use them. A run is a
 * deployment of its own: own consumer groups, own transactions.
 */
record Bed(String bootstrapServers) {
  static final String PREFIX = "bench.";
  private static final long TRANSACTION_TIMEOUT_MILLIS = 600_000;

  KafkaSettings kafka(String deployment) {
    return KafkaSettings.of(bootstrapServers, PREFIX, deployment, TRANSACTION_TIMEOUT_MILLIS);
  }

  /** The product's defaults, reading from the start. */
  Settings settings(String deployment) {
    return settings(deployment, Map.of());
  }

  /** The same, and some settings of the benchmark's own. */
  Settings settings(String deployment, Map<String, String> more) {
    Map<String, String> all = new HashMap<>(more);
    all.put(RefinementOptions.BOOTSTRAP_SERVERS.key(), bootstrapServers);
    all.put(RefinementOptions.TOPICS_PREFIX.key(), PREFIX);
    all.put(RefinementOptions.DEPLOYMENT.key(), deployment);
    all.put(RefinementOptions.START.key(), "earliest");
    return Settings.from(all);
  }

  /** Consumer group of a source, which is how its client ids begin. */
  static String group(String deployment, String suffix) {
    return PREFIX + deployment + '.' + suffix;
  }

  static String reports() {
    return topic(Topic.KPI_REPORTS);
  }

  static String topic(Topic topic) {
    return PREFIX + topic.suffix();
  }

  /** Creates the product's topics, with the partitions they have on one machine. */
  void createTopics() {
    try (Topics topics = new Topics(kafka("setup"))) {
      topics.create(Topic::localPartitions, 1);
    } catch (IllegalStateException e) {
      throw new Failure(e.getMessage(), e);
    }
  }

  /**
   * Creates the topic that the passthrough writes; old segments go, so that many drains fit on a
   * disk.
   */
  void createOutput() {
    Map<String, String> config =
        Map.of(
            "retention.bytes",
            String.valueOf(128 << 20),
            "segment.bytes",
            String.valueOf(64 << 20));
    NewTopic topic =
        new NewTopic(
                PREFIX + Passthrough.OUTPUT, Optional.of(InputTopic.PARTITIONS), Optional.empty())
            .configs(config);
    try (Admin admin =
        Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers))) {
      answer(admin.createTopics(List.of(topic)).all());
    }
  }

  private static <T> T answer(KafkaFuture<T> future) {
    try {
      return future.get();
    } catch (ExecutionException e) {
      throw new Failure(
          "Cannot prepare the topics: " + Failure.reason(e) + "; see the broker's log", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Failure("Cannot prepare the topics: interrupted; run the command again", e);
    }
  }
}
