package io.chimera.refinement.local.load;

import static org.assertj.core.api.Assertions.assertThat;

import io.chimera.refinement.local.world.Brokers;
import io.chimera.refinement.local.world.EmbeddedBroker;
import io.chimera.refinement.local.world.LocalTopics;
import io.chimera.refinement.local.world.TopicNames;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Everything is read before anything is judged, whatever is malformed. */
class LoadWatchTest {
  private static final TopicNames TOPICS = new TopicNames("refinement.");
  private static final int REPORTS = 20_000;

  @TempDir private Path folder;

  @Test
  void theEndOfTheTopicIsReadBeforeItIsJudged() throws Exception {
    LoadObservation observation = new LoadObservation(TOPICS);
    try (EmbeddedBroker broker = EmbeddedBroker.start(folder.resolve("kafka"), 0)) {
      Brokers brokers = Brokers.open(broker.bootstrapServers());
      LocalTopics.create(broker.bootstrapServers(), TOPICS.prefix());
      try (LoadWatch watch = new LoadWatch(brokers, TOPICS, observation);
          KafkaProducer<String, String> producer =
              new KafkaProducer<>(
                  Map.of("bootstrap.servers", broker.bootstrapServers()),
                  new StringSerializer(),
                  new StringSerializer())) {
        observation.begin(0, 0, List.of());
        watch.start();
        var unused =
            producer.send(new ProducerRecord<>(TOPICS.metricPoints(), "slo,objective=a b=1 noon"));
        for (int i = 0; i < REPORTS; i++) {
          unused = producer.send(new ProducerRecord<>(TOPICS.kpiReports(), report(i)));
        }
        producer.flush();
        watch.finish();
        assertThat(observation.latency().count()).isEqualTo(REPORTS);
        assertThat(watch.blindness()).containsExactly("1 verdicts or points that are malformed");
      }
    }
  }

  private static String report(int number) {
    return """
        {"system":"refinement","component":"drop-duplicates","timestamp":%d,"metrics":{"ingestion_latency_ms":{"buckets":[[10,1]]}}}
        """
        .formatted(1_000 + number);
  }
}
