package io.chimera.refinement.local.run;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.chimera.refinement.local.Failure;
import io.chimera.refinement.local.world.EmbeddedBroker;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConsumerProgressTest {
  private static final String TOPIC = "advice";
  private static final String GROUP = "delivery-pager";
  private static final Duration BRIEFLY = Duration.ofSeconds(1);

  @TempDir Path folder;

  @Test
  void theMarkerBehindATransactionIsNotWaitedForButItsRecordsAre() throws Exception {
    try (EmbeddedBroker broker = EmbeddedBroker.start(folder.resolve("kafka"), 0);
        Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()));
        ConsumerProgress progress = new ConsumerProgress(broker.bootstrapServers())) {
      admin.createTopics(List.of(new NewTopic(TOPIC, 1, (short) 1))).all().get();
      progress.awaitCommittedConsumed(TOPIC, List.of(GROUP), BRIEFLY);
      send(broker.bootstrapServers(), 3);

      commit(admin, 2);
      assertThatThrownBy(() -> progress.awaitCommittedConsumed(TOPIC, List.of(GROUP), BRIEFLY))
          .isInstanceOf(Failure.class)
          .hasMessageContaining("Cannot drain advice: group delivery-pager is still behind");

      commit(admin, 3);
      progress.awaitCommittedConsumed(TOPIC, List.of(GROUP), BRIEFLY);
      assertThatThrownBy(
              () -> progress.awaitCommittedConsumed(TOPIC, List.of(GROUP, "other"), BRIEFLY))
          .hasMessageContaining("delivery-pager or other");
      assertThatThrownBy(() -> progress.awaitConsumed(TOPIC, GROUP, BRIEFLY))
          .as("the end of the topic is a marker")
          .isInstanceOf(Failure.class);
    }
  }

  private static void send(String servers, int records) {
    try (var producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", servers, "transactional.id", "test"),
            new ByteArraySerializer(),
            new ByteArraySerializer())) {
      producer.initTransactions();
      producer.beginTransaction();
      for (int i = 0; i < records; i++) {
        var unused = producer.send(new ProducerRecord<>(TOPIC, "x".getBytes(UTF_8)));
      }
      producer.commitTransaction();
    }
  }

  private static void commit(Admin admin, long offset) throws Exception {
    admin
        .alterConsumerGroupOffsets(
            GROUP, Map.of(new TopicPartition(TOPIC, 0), new OffsetAndMetadata(offset)))
        .all()
        .get();
  }
}
