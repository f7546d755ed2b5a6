package io.chimera.refinement.local.world;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.chimera.refinement.connectors.kafka.ConsumerLags;
import io.chimera.refinement.connectors.kafka.KafkaEndpoints;
import io.chimera.refinement.connectors.kafka.KafkaSettings;
import io.chimera.refinement.state.ingest.Backlog;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** REF-ING-09: what a real consumer tells of the records that it has not read yet. */
class ConsumerBacklogTest {
  private static final String TOPIC = "backlog.kpi-reports";
  private static final TopicPartition EMPTY = new TopicPartition(TOPIC, 0);
  private static final TopicPartition FULL = new TopicPartition(TOPIC, 1);
  private static final int RECORDS = 100;

  @Test
  void aPartitionIsCaughtUpWhenItsLastRecordIsReadAndAnEmptyOneAtOnce(@TempDir Path directory)
      throws Exception {
    try (EmbeddedBroker broker = EmbeddedBroker.start(directory, 0)) {
      fill(broker.bootstrapServers());
      Backlog backlog =
          new KafkaEndpoints(
                  KafkaSettings.of(broker.bootstrapServers(), "backlog.", "test", 60_000))
              .backlog("reports");
      assertThat(backlog.of(0, each -> true)).isEqualTo(Backlog.Reading.UNKNOWN);
      try (var consumer = consumer(broker.bootstrapServers())) {
        consumer.assign(List.of(EMPTY, FULL));
        consumer.seekToBeginning(List.of(EMPTY, FULL));
        int read = 0;
        while (read == 0) {
          read += consumer.poll(Duration.ofMillis(100)).count();
        }
        assertThat(backlog.of(0, each -> true)).isEqualTo(Backlog.Reading.BEHIND);
        while (read < RECORDS) {
          read += consumer.poll(Duration.ofMillis(100)).count();
        }
        await()
            .atMost(Duration.ofSeconds(20))
            .untilAsserted(
                () -> {
                  assertThat(consumer.poll(Duration.ofMillis(100))).isEmpty();
                  assertThat(backlog.of(0, each -> true)).isEqualTo(Backlog.Reading.CAUGHT_UP);
                });
      }
      assertThat(backlog.of(0, each -> true)).isEqualTo(Backlog.Reading.UNKNOWN);
    }
  }

  private static void fill(String bootstrapServers) throws Exception {
    Map<String, Object> settings = Map.of("bootstrap.servers", bootstrapServers);
    try (Admin admin = Admin.create(settings)) {
      admin
          .createTopics(List.of(new NewTopic(TOPIC, Optional.of(2), Optional.empty())))
          .all()
          .get();
    }
    try (var producer =
        new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
      for (int i = 0; i < RECORDS; i++) {
        producer.send(new ProducerRecord<>(TOPIC, FULL.partition(), null, new byte[] {1})).get();
      }
    }
  }

  private static KafkaConsumer<byte[], byte[]> consumer(String bootstrapServers) {
    return new KafkaConsumer<>(
        Map.of(
            "bootstrap.servers",
            bootstrapServers,
            "group.id",
            "backlog.test.reports",
            "client.id",
            "backlog.test.reports-0",
            "max.poll.records",
            10,
            "metric.reporters",
            ConsumerLags.class.getName()),
        new ByteArrayDeserializer(),
        new ByteArrayDeserializer());
  }
}
