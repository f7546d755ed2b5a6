package io.chimera.refinement.local.world;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.chimera.refinement.local.Failure;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedBrokerTest {

  @Test
  void whatIsProducedIsReadBackEvenAfterARestart(@TempDir Path directory) throws Exception {
    int port;
    try (EmbeddedBroker broker = EmbeddedBroker.start(directory, 0)) {
      port = broker.port();
      createTopic(broker, "things");
      try (var producer = producer(broker, null)) {
        producer.send(new ProducerRecord<>("things", "one".getBytes(UTF_8))).get();
      }
      assertThat(read(broker, "things", 1)).containsExactly("one");
    }
    assertThat(Ports.isTaken(port)).isFalse();
    try (EmbeddedBroker again = EmbeddedBroker.start(directory, port)) {
      assertThat(read(again, "things", 1)).containsExactly("one");
      try (var producer = producer(again, "writer-1")) {
        producer.initTransactions();
        producer.beginTransaction();
        var sent = producer.send(new ProducerRecord<>("things", "two".getBytes(UTF_8)));
        producer.commitTransaction();
        assertThat(sent).isDone();
      }
      assertThat(read(again, "things", 2)).containsExactly("one", "two");
      topicsAreNeverCreatedByAccident(again);
      aTakenPortIsReported(directory.resolve("other"), port);
    }
  }

  private static void topicsAreNeverCreatedByAccident(EmbeddedBroker broker) {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
      assertThatThrownBy(() -> admin.describeTopics(List.of("other")).allTopicNames().get())
          .isInstanceOf(ExecutionException.class)
          .hasCauseInstanceOf(UnknownTopicOrPartitionException.class);
    }
  }

  private static void aTakenPortIsReported(Path directory, int port) {
    assertThatThrownBy(() -> EmbeddedBroker.start(directory, port).close())
        .isInstanceOf(Failure.class)
        .hasMessage(
            "Cannot start kafka on port %d: the port is in use; pass --port-kafka 0 for any free port"
                .formatted(port));
    assertThat(directory).doesNotExist();
  }

  private static void createTopic(EmbeddedBroker broker, String name) throws Exception {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
      admin.createTopics(List.of(new NewTopic(name, Optional.of(1), Optional.empty()))).all().get();
    }
  }

  private static KafkaProducer<byte[], byte[]> producer(EmbeddedBroker broker, String transaction) {
    Map<String, Object> settings =
        transaction == null
            ? Map.of("bootstrap.servers", broker.bootstrapServers())
            : Map.of(
                "bootstrap.servers", broker.bootstrapServers(), "transactional.id", transaction);
    return new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
  }

  private static List<String> read(EmbeddedBroker broker, String topic, int count) {
    Map<String, Object> settings =
        Map.of("bootstrap.servers", broker.bootstrapServers(), "isolation.level", "read_committed");
    try (var consumer =
        new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      TopicPartition partition = new TopicPartition(topic, 0);
      consumer.assign(List.of(partition));
      consumer.seekToBeginning(List.of(partition));
      List<String> values = new java.util.ArrayList<>();
      Patience.of(Duration.ofSeconds(20))
          .awaits(
              () -> {
                for (ConsumerRecord<byte[], byte[]> record :
                    consumer.poll(Duration.ofMillis(200))) {
                  values.add(new String(record.value(), UTF_8));
                }
                return values.size() >= count;
              });
      return values;
    }
  }
}
