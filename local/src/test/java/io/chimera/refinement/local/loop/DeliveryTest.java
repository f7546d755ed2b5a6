package io.chimera.refinement.local.loop;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.chimera.refinement.connectors.kafka.KafkaSettings;
import io.chimera.refinement.connectors.kafka.Topic;
import io.chimera.refinement.connectors.kafka.Topics;
import io.chimera.refinement.jobs.MetricsJob;
import io.chimera.refinement.jobs.RefinementJob;
import io.chimera.refinement.jobs.config.Settings;
import io.chimera.refinement.local.world.EmbeddedBroker;
import io.chimera.refinement.local.world.EmbeddedDatabase;
import io.chimera.refinement.local.world.EmbeddedFlink;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.flink.api.common.JobID;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Both jobs on a broker that lets nobody in without TLS and password: sources, sinks, transactions,
 * dead letters of the sink and the admin client all go through. Points are published exactly once.
 */
class DeliveryTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final long START = 1_789_948_800_000L;
  private static final Duration PATIENCE = Duration.ofSeconds(90);

  @TempDir Path folder;

  @Test
  void pointsReachTheDatabaseAndWhatItRefusesReachesTheDeadLetters() throws Exception {
    SecureCluster secure = new SecureCluster(folder.resolve("keys"));
    try (EmbeddedBroker broker =
            EmbeddedBroker.start(folder.resolve("kafka"), 0, secure.security());
        EmbeddedDatabase database = EmbeddedDatabase.start(folder.resolve("db"), 0);
        EmbeddedFlink flink = EmbeddedFlink.start(folder.resolve("flink"), 0, 2, 1)) {
      Settings settings = settings(secure, broker, database);
      assertThat(settings.toString()).doesNotContain(SecureCluster.PASSWORD);
      createTopics(settings, broker);
      JobID refinement = submit(flink, settings, RefinementJob.NAME);
      JobID metrics = submit(flink, settings, MetricsJob.NAME);
      send(secure, broker, Topic.KPI_REPORTS, reports());
      send(
          secure,
          broker,
          Topic.METRIC_POINTS,
          List.of(
              "pipeline,component=a,instance=b,metric=c value=1 "
                  + START
                  + "\npipeline value=NaN 7",
              "kpi_window_1h,system=a,component=b,agent=c,metric=d,labels= x",
              "kpi_window_1h,system=a,component=b,agent=c,metric=d count=7i " + START));

      List<JsonNode> letters = new ArrayList<>();
      try (var consumer = consumer(secure, broker, Topic.DEAD_LETTERS)) {
        await()
            .atMost(PATIENCE)
            .until(
                () -> {
                  for (ConsumerRecord<byte[], byte[]> record :
                      consumer.poll(Duration.ofMillis(300))) {
                    letters.add(JSON.readTree(record.value()));
                  }
                  return letters.size() >= 2;
                });
      }
      assertThat(letters)
          .hasSize(2)
          .allSatisfy(
              letter -> {
                assertThat(letter.path("reason").asText()).isEqualTo("SINK_REJECTED");
                assertThat(letter.path("topic").asText()).isEqualTo("s.metric-points");
              })
          .anySatisfy(
              letter -> {
                assertThat(letter.path("index").asInt()).isEqualTo(1);
                assertThat(Base64.getDecoder().decode(letter.path("payload").asText()))
                    .asString(UTF_8)
                    .isEqualTo("pipeline value=NaN 7");
              });
      await()
          .atMost(PATIENCE)
          .untilAsserted(
              () ->
                  assertThat(database.queries().counts())
                      .hasEntrySatisfying("kpi_window", count -> assertThat(count).isPositive())
                      .hasEntrySatisfying(
                          "kpi_window_1h", count -> assertThat(count).isEqualTo(1)));
      flink.stopWithDrain(refinement);
      flink.stopWithDrain(metrics);
      assertThat(coldFiles()).isNotEmpty();
      strangersAreNotLetIn(broker);
    }
  }

  private List<Path> coldFiles() throws Exception {
    try (Stream<Path> files = Files.walk(folder.resolve("cold"))) {
      return files.filter(file -> file.toString().endsWith(".lp.zst")).toList();
    }
  }

  private static void strangersAreNotLetIn(EmbeddedBroker broker) {
    KafkaSettings stranger = KafkaSettings.of(broker.bootstrapServers(), "s.", "x", 60_000);
    KafkaSettings hasty =
        new KafkaSettings(
            stranger.bootstrapServers(),
            "s.",
            "x",
            Map.of("request.timeout.ms", "1000", "default.api.timeout.ms", "2000"),
            Map.of(),
            Map.of(),
            Map.of(),
            60_000);
    try (Topics topics = new Topics(hasty)) {
      assertThatThrownBy(() -> topics.check(Topic::localPartitions, 1))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("Cannot list topics");
    }
  }

  private Settings settings(
      SecureCluster secure, EmbeddedBroker broker, EmbeddedDatabase database) {
    Map<String, String> values = new HashMap<>(secure.settings());
    values.put("kafka.bootstrap.servers", broker.bootstrapServers());
    values.put("refinement.topics.prefix", "s.");
    values.put("refinement.deployment", "secure");
    values.put("refinement.ingest.start", "earliest");
    // Own KPIs are of today and would make everything else late.
    values.put("refinement.self.interval", "0 s");
    values.put("refinement.delivery.metric-points", "exactly-once");
    values.put("refinement.influx.url", database.url());
    values.put("refinement.influx.flush-interval", "100 ms");
    values.put("refinement.tiers.cold-directory", folder.resolve("cold").toUri().toString());
    return Settings.from(values);
  }

  private static void createTopics(Settings settings, EmbeddedBroker broker) {
    KafkaSettings kafka =
        new KafkaSettings(
            broker.bootstrapServers(),
            settings.topicPrefix(),
            settings.deployment(),
            settings.kafka().common(),
            Map.of(),
            Map.of(),
            settings.kafka().admin(),
            settings.kafka().transactionTimeoutMillis());
    try (Topics topics = new Topics(kafka)) {
      topics.create(topic -> 1, 1);
    }
  }

  private static JobID submit(EmbeddedFlink flink, Settings settings, String name) {
    StreamExecutionEnvironment env = flink.environment();
    if (name.equals(RefinementJob.NAME)) {
      RefinementJob.define(env, settings);
    } else {
      MetricsJob.define(env, settings);
    }
    JobID job = flink.submit(env.getStreamGraph(), name);
    flink.awaitRunning(job);
    return job;
  }

  /** Two minutes of one agent, one report a second. */
  private static List<String> reports() {
    List<String> reports = new ArrayList<>();
    for (int i = 0; i < 120; i++) {
      reports.add(
          "{\"reportId\":\"r%d\",\"agentId\":\"a\",\"system\":\"demo\",\"timestamp\":%d,\"metrics\":{\"latency_ms\":%d}}"
              .formatted(i, START + i * 1_000L, 10 + i % 5));
    }
    return reports;
  }

  private static void send(
      SecureCluster secure, EmbeddedBroker broker, Topic topic, List<String> values)
      throws Exception {
    Map<String, Object> client = new HashMap<>(secure.security().client());
    client.put("bootstrap.servers", broker.bootstrapServers());
    try (var producer =
        new KafkaProducer<>(client, new ByteArraySerializer(), new ByteArraySerializer())) {
      for (String value : values) {
        producer.send(new ProducerRecord<>("s." + topic.suffix(), value.getBytes(UTF_8))).get();
      }
    }
  }

  private static KafkaConsumer<byte[], byte[]> consumer(
      SecureCluster secure, EmbeddedBroker broker, Topic topic) {
    Map<String, Object> client = new HashMap<>(secure.security().client());
    client.put("bootstrap.servers", broker.bootstrapServers());
    client.put("isolation.level", "read_committed");
    var consumer =
        new KafkaConsumer<>(client, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    TopicPartition partition = new TopicPartition("s." + topic.suffix(), 0);
    consumer.assign(List.of(partition));
    consumer.seekToBeginning(List.of(partition));
    return consumer;
  }
}
