package io.chimera.refinement.connectors.kafka;

import java.io.Serializable;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;

/**
 * How this deployment meets its Kafka cluster.
 *
 * @param topicPrefix prefix of every topic, such as {@code refinement.}
 * @param deployment name of the deployment; part of groups and transactional ids, so unique per
 *     cluster
 * @param common client properties for sources, sinks and the admin client; may hold secrets
 * @param source further properties of sources
 * @param sink further properties of sinks
 * @param admin further properties of the admin client
 * @param transactionTimeoutMillis longer than the longest checkpoint and restart, at most the
 *     broker's {@code transaction.max.timeout.ms}
 */
public record KafkaSettings(
    String bootstrapServers,
    String topicPrefix,
    String deployment,
    Map<String, String> common,
    Map<String, String> source,
    Map<String, String> sink,
    Map<String, String> admin,
    long transactionTimeoutMillis)
    implements Serializable {

  public KafkaSettings {
    notBlank("bootstrapServers", bootstrapServers);
    Objects.requireNonNull(topicPrefix, "topicPrefix must be set, was null");
    notBlank("deployment", deployment);
    if (transactionTimeoutMillis < 1) {
      throw new IllegalArgumentException(
          "transactionTimeoutMillis must be positive, was " + transactionTimeoutMillis);
    }
    common = Map.copyOf(common);
    source = Map.copyOf(source);
    sink = Map.copyOf(sink);
    admin = Map.copyOf(admin);
  }

  /** Settings without client properties of their own. */
  public static KafkaSettings of(
      String bootstrapServers,
      String topicPrefix,
      String deployment,
      long transactionTimeoutMillis) {
    return new KafkaSettings(
        bootstrapServers,
        topicPrefix,
        deployment,
        Map.of(),
        Map.of(),
        Map.of(),
        Map.of(),
        transactionTimeoutMillis);
  }

  /** Full name of a topic. */
  public String topic(String suffix) {
    return topicPrefix + suffix;
  }

  /** The names of client properties are shown, their values never: they may be passwords. */
  @Override
  public String toString() {
    return "KafkaSettings["
        + bootstrapServers
        + ", topics "
        + topicPrefix
        + "*, deployment "
        + deployment
        + ", common "
        + new TreeSet<>(common.keySet())
        + ", source "
        + new TreeSet<>(source.keySet())
        + ", sink "
        + new TreeSet<>(sink.keySet())
        + ", admin "
        + new TreeSet<>(admin.keySet())
        + ", transaction timeout "
        + transactionTimeoutMillis
        + " ms]";
  }

  private static void notBlank(String field, String value) {
    if (value == null || value.isBlank()) {
      throw new IllegalArgumentException(field + " must not be blank, was " + value);
    }
  }
}
