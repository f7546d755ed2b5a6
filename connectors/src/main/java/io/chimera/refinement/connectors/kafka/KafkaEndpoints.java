package io.chimera.refinement.connectors.kafka;

import io.chimera.refinement.state.ingest.Backlog;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.connector.base.DeliveryGuarantee;
import org.apache.flink.connector.kafka.sink.KafkaRecordSerializationSchema;
import org.apache.flink.connector.kafka.sink.KafkaSink;
import org.apache.flink.connector.kafka.sink.KafkaSinkBuilder;
import org.apache.flink.connector.kafka.sink.TransactionNamingStrategy;
import org.apache.flink.connector.kafka.source.KafkaSource;
import org.apache.flink.connector.kafka.source.enumerator.initializer.OffsetsInitializer;
import org.apache.flink.connector.kafka.source.reader.deserializer.KafkaRecordDeserializationSchema;
import org.apache.kafka.common.metrics.JmxReporter;

/**
 * Builds the Kafka sources and sinks of a deployment.
 *
 * <p>Client properties: the defaults below, overridden by the settings common to all clients,
 * overridden by those of sources or sinks. Requests give up after seconds, not after Kafka's
 * minute: a broker that was away would otherwise fail the job over long after its return.
 */
public final class KafkaEndpoints {
  private static final Map<String, String> PATIENCE =
      Map.of(
          "request.timeout.ms",
          "10000",
          "default.api.timeout.ms",
          "15000",
          "reconnect.backoff.max.ms",
          "2000");

  private static final Map<String, String> SOURCE =
      Map.of(
          "isolation.level", "read_committed",
          "partition.discovery.interval.ms", "30000",
          "commit.offsets.on.checkpoint", "true",
          "allow.auto.create.topics", "false",
          "max.poll.records", "5000",
          "fetch.max.wait.ms", "100",
          "metric.reporters", JmxReporter.class.getName() + ',' + ConsumerLags.class.getName());

  private static final Map<String, String> SINK =
      Map.of(
          "acks", "all",
          "enable.idempotence", "true",
          "compression.type", "lz4",
          "linger.ms", "5",
          // How long a task that is cancelled waits to abort its transaction at a broker that is
          // away.
          "max.block.ms", "20000",
          "batch.size", "131072",
          "request.timeout.ms", "15000",
          "delivery.timeout.ms", "120000");

  private final KafkaSettings settings;

  public KafkaEndpoints(KafkaSettings settings) {
    this.settings = settings;
  }

  /**
   * A source of one topic.
   *
   * @param groupSuffix last part of the consumer group {@code <prefix><deployment>.<suffix>}, under
   *     which progress is committed for people to see; restores use Flink's own offsets
   * @param start where to read when there is no checkpoint
   */
  public <T> KafkaSource<T> source(
      String topicSuffix,
      KafkaRecordDeserializationSchema<T> schema,
      String groupSuffix,
      OffsetsInitializer start) {
    String group = named(groupSuffix);
    return KafkaSource.<T>builder()
        .setProperties(sourceProperties())
        .setBootstrapServers(settings.bootstrapServers())
        .setTopics(settings.topic(topicSuffix))
        .setGroupId(group)
        .setClientIdPrefix(group)
        .setStartingOffsets(start)
        .setDeserializer(schema)
        .build();
  }

  /** What the instances of such a source have not read yet. */
  public Backlog backlog(String groupSuffix) {
    String client = named(groupSuffix) + '-';
    return (subtask, partitions) -> ConsumerLags.of(client + subtask, partitions);
  }

  /**
   * A bounded source of several topics: from their beginning to where they end when it starts.
   *
   * @param groupSuffix as for {@link #source}
   */
  public <T> KafkaSource<T> history(
      List<String> topicSuffixes, KafkaRecordDeserializationSchema<T> schema, String groupSuffix) {
    String group = named(groupSuffix);
    return KafkaSource.<T>builder()
        .setProperties(sourceProperties())
        .setBootstrapServers(settings.bootstrapServers())
        .setTopics(topicSuffixes.stream().map(settings::topic).toList())
        .setGroupId(group)
        .setClientIdPrefix(group)
        .setStartingOffsets(OffsetsInitializer.earliest())
        .setBounded(OffsetsInitializer.latest())
        .setDeserializer(schema)
        .build();
  }

  /**
   * A sink of one topic, which the schema names.
   *
   * @param transactionalSuffix tells the sinks of one deployment apart; a sink keeps it from
   *     release to release, since open transactions of an earlier run are found by it
   */
  public <T> Sink<T> sink(
      KafkaRecordSerializationSchema<T> schema,
      DeliveryGuarantee guarantee,
      String transactionalSuffix) {
    KafkaSinkBuilder<T> sink =
        KafkaSink.<T>builder()
            .setKafkaProducerConfig(sinkProperties())
            .setBootstrapServers(settings.bootstrapServers())
            .setRecordSerializer(schema)
            .setDeliveryGuarantee(guarantee);
    if (guarantee == DeliveryGuarantee.EXACTLY_ONCE) {
      sink.setTransactionNamingStrategy(TransactionNamingStrategy.POOLING)
          .setTransactionalIdPrefix(transactionalPrefix(transactionalSuffix));
    }
    return new CalmKafkaSink<>(sink.build());
  }

  /**
   * Pooled transactions are found by prefix: without the closing delimiter one deployment would
   * abort those of another.
   */
  String transactionalPrefix(String suffix) {
    return named(suffix) + '.';
  }

  private String named(String suffix) {
    return settings.topicPrefix() + settings.deployment() + '.' + suffix;
  }

  Properties sourceProperties() {
    return merged(PATIENCE, SOURCE, settings.common(), settings.source());
  }

  Properties sinkProperties() {
    Properties properties = merged(PATIENCE, SINK, settings.common(), settings.sink());
    // Not a producer's property.
    properties.remove("default.api.timeout.ms");
    properties.setProperty(
        "transaction.timeout.ms", Long.toString(settings.transactionTimeoutMillis()));
    return properties;
  }

  /** Properties of a producer outside Flink's sinks: idempotent, without transactions. */
  public Properties producerProperties() {
    Properties properties = sinkProperties();
    properties.remove("transaction.timeout.ms");
    properties.setProperty("bootstrap.servers", settings.bootstrapServers());
    return properties;
  }

  /** Properties of an admin client for the same cluster. */
  public Properties adminProperties() {
    Properties properties = merged(PATIENCE, settings.common(), settings.admin());
    properties.setProperty("bootstrap.servers", settings.bootstrapServers());
    return properties;
  }

  @SafeVarargs
  private static Properties merged(Map<String, String>... layers) {
    Properties properties = new Properties();
    for (Map<String, String> layer : layers) {
      properties.putAll(layer);
    }
    return properties;
  }
}
