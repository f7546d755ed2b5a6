package io.chimera.refinement.connectors.kafka;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.TopicExistsException;

/** Creates the topics of a deployment and says how existing ones differ from the contract. */
public final class Topics implements AutoCloseable {
  private final KafkaSettings settings;
  private final Admin admin;

  /** Connects lazily: an unreachable cluster shows with the first call. */
  public Topics(KafkaSettings settings) {
    this.settings = settings;
    this.admin = Admin.create(new KafkaEndpoints(settings).adminProperties());
  }

  /**
   * Creates the topics that are missing and leaves the others alone.
   *
   * @param partitions {@link Topic#partitions} or {@link Topic#localPartitions}
   * @param replication copies of each partition; 0 for the broker's default
   * @return full names of the topics that were created
   * @throws IllegalStateException if the cluster cannot be reached or refuses
   */
  public List<String> create(ToIntFunction<Topic> partitions, int replication) {
    Set<String> existing = await("list topics", admin.listTopics().names());
    List<String> created = new ArrayList<>();
    for (Topic topic : Topic.values()) {
      if (!existing.contains(name(topic))
          && create(topic, partitions.applyAsInt(topic), replication)) {
        created.add(name(topic));
      }
    }
    return created;
  }

  private boolean create(Topic topic, int partitions, int replication) {
    NewTopic wanted =
        new NewTopic(name(topic), partitions, (short) (replication == 0 ? -1 : replication))
            .configs(topic.config());
    try {
      await("create topic " + name(topic), admin.createTopics(List.of(wanted)).all());
      return true;
    } catch (IllegalStateException e) {
      if (e.getCause() instanceof TopicExistsException) {
        return false;
      }
      throw e;
    }
  }

  /**
   * Compares the cluster with the contract. More partitions or copies than asked for are no
   * difference.
   *
   * @return one sentence per difference, empty when there is none
   * @throws IllegalStateException if the cluster cannot be reached
   */
  public List<String> check(ToIntFunction<Topic> partitions, int replication) {
    Set<String> existing = await("list topics", admin.listTopics().names());
    List<String> present =
        Arrays.stream(Topic.values()).map(this::name).filter(existing::contains).toList();
    Map<String, TopicDescription> descriptions =
        await("describe topics", admin.describeTopics(present).allTopicNames());
    Map<String, Config> configs = configs(present);
    List<String> differences = new ArrayList<>();
    for (Topic topic : Topic.values()) {
      String name = name(topic);
      if (existing.contains(name)) {
        compareSize(descriptions.get(name), partitions.applyAsInt(topic), replication, differences);
        compareConfig(name, topic.config(), configs.get(name), differences);
      } else {
        differences.add(name + " must exist, was not found; create it with topics --create");
      }
    }
    return differences;
  }

  /**
   * Whether the cluster allows transactions as long as the settings ask for.
   *
   * @return the fault, empty when there is none
   * @throws IllegalStateException if the cluster cannot be reached
   */
  public List<String> checkTransactionTimeout() {
    var nodes = await("describe the cluster", admin.describeCluster().nodes());
    List<ConfigResource> brokers =
        nodes.stream()
            .map(node -> new ConfigResource(ConfigResource.Type.BROKER, node.idString()))
            .toList();
    long allowed =
        await("describe the brokers", admin.describeConfigs(brokers).all()).values().stream()
            .map(config -> config.get("transaction.max.timeout.ms"))
            .mapToLong(entry -> entry == null ? Long.MAX_VALUE : Long.parseLong(entry.value()))
            .min()
            .orElse(Long.MAX_VALUE);
    return settings.transactionTimeoutMillis() <= allowed
        ? List.of()
        : List.of(
            "refinement.kafka.transaction-timeout must be at most the broker's transaction.max.timeout.ms ("
                + allowed
                + " ms), was "
                + settings.transactionTimeoutMillis()
                + " ms");
  }

  @Override
  public void close() {
    admin.close();
  }

  private String name(Topic topic) {
    return settings.topic(topic.suffix());
  }

  private Map<String, Config> configs(List<String> names) {
    List<ConfigResource> resources =
        names.stream().map(name -> new ConfigResource(ConfigResource.Type.TOPIC, name)).toList();
    return await("describe topic configurations", admin.describeConfigs(resources).all())
        .entrySet()
        .stream()
        .collect(Collectors.toMap(entry -> entry.getKey().name(), Map.Entry::getValue));
  }

  private static void compareSize(
      TopicDescription description, int partitions, int replication, List<String> differences) {
    String name = description.name();
    if (description.partitions().size() < partitions) {
      differences.add(
          name
              + " must have at least "
              + partitions
              + " partitions, was "
              + description.partitions().size());
    }
    int copies =
        description.partitions().stream()
            .mapToInt(partition -> partition.replicas().size())
            .min()
            .orElse(0);
    if (copies < replication) {
      differences.add(name + " must have replication factor " + replication + ", was " + copies);
    }
  }

  private static void compareConfig(
      String name, Map<String, String> wanted, Config actual, List<String> differences) {
    wanted.forEach(
        (key, value) -> {
          String found = actual.get(key) == null ? "unknown" : actual.get(key).value();
          if (!sameValues(value, found)) {
            differences.add(name + " must have " + key + "=" + value + ", was " + found);
          }
        });
  }

  /** Lists such as {@code compact,delete} come back in any order. */
  private static boolean sameValues(String wanted, String found) {
    return Set.of(wanted.split(",", -1)).equals(Set.copyOf(Arrays.asList(found.split(",", -1))));
  }

  private <T> T await(String what, KafkaFuture<T> future) {
    try {
      return future.get();
    } catch (ExecutionException e) {
      throw new IllegalStateException(
          "Cannot "
              + what
              + " at "
              + settings.bootstrapServers()
              + ": "
              + e.getCause().getMessage()
              + "; check kafka.bootstrap.servers and that the broker runs",
          e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Cannot " + what + ": interrupted; try again", e);
    }
  }
}
