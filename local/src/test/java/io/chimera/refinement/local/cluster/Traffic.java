package io.chimera.refinement.local.cluster;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.chimera.refinement.connectors.json.ReportWriter;
import io.chimera.refinement.local.world.TopicReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Reports into one deployment, and its ledger back. */
final class Traffic implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration PATIENCE = Duration.ofSeconds(90);

  private final String bootstrapServers;
  private final String prefix;
  private final KafkaProducer<byte[], byte[]> producer;
  private final long startMillis = System.currentTimeMillis();

  Traffic(String bootstrapServers, String prefix) {
    this.bootstrapServers = bootstrapServers;
    this.prefix = prefix;
    this.producer =
        new KafkaProducer<>(
            Map.of(
                ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers,
                ProducerConfig.ACKS_CONFIG, "all",
                ProducerConfig.LINGER_MS_CONFIG, "5"),
            new ByteArraySerializer(),
            new ByteArraySerializer());
  }

  /** Reports number {@code from} to {@code to}, each the same bytes whenever it is sent. */
  void send(int from, int to) {
    for (int number = from; number < to; number++) {
      String agent = "agent-" + number % 10;
      byte[] value =
          new ReportWriter()
              .write(
                  "r-" + number,
                  "demo",
                  "svc-0" + number % 2,
                  agent,
                  startMillis + number,
                  number,
                  Map.of("latency_ms", 40.0 + number % 7),
                  Map.of("operation", "get"));
      var unused =
          producer.send(
              new ProducerRecord<>(
                  prefix + "kpi-reports", agent.getBytes(StandardCharsets.UTF_8), value));
    }
    producer.flush();
  }

  /** Waits until the committed ledger says so. */
  void awaitLedger(Map<String, Long> expected) {
    await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(500))
        .untilAsserted(
            () ->
                org.assertj.core.api.Assertions.assertThat(ledger())
                    .containsAllEntriesOf(expected));
  }

  private Map<String, Long> ledger() {
    Map<String, JsonNode> last = new TreeMap<>();
    try (TopicReader reader =
        TopicReader.fromBeginning(bootstrapServers, List.of(prefix + "audit"), true)) {
      reader.drain(
          record -> {
            try {
              JsonNode row = JSON.readTree(record.value());
              last.put(row.get("partition") + "/" + row.get("fromOffset"), row);
            } catch (IOException e) {
              throw new UncheckedIOException(e);
            }
          });
    }
    Map<String, Long> sums = new TreeMap<>();
    for (JsonNode row : last.values()) {
      for (String verdict : List.of("reports", "accepted", "duplicate", "late", "rejected")) {
        sums.merge(verdict, row.get(verdict).asLong(), Long::sum);
      }
    }
    return sums;
  }

  @Override
  public void close() {
    producer.close();
  }
}
