package io.chimera.refinement.local.loop;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.chimera.refinement.local.world.TopicReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Sends a {@link VerdictLoad} to a running product from a process of its own and compares the
 * ledger and the dead letters with it.
 *
 * <p>Arguments: bootstrap servers, number of reports. The product must run without simulator, host
 * agent and self-reports.
 */
public final class VerdictCheck {
  private static final ObjectMapper JSON = new ObjectMapper();

  private VerdictCheck() {}

  public static void main(String[] arguments) throws Exception {
    String bootstrap = arguments[0];
    int count = Integer.parseInt(arguments[1]);
    long step = 5;
    VerdictLoad load = new VerdictLoad(System.currentTimeMillis() - count * step - 600_000, step);
    Properties properties = new Properties();
    properties.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrap);
    properties.put(ProducerConfig.LINGER_MS_CONFIG, 5);
    properties.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, 2 * 1024 * 1024);
    long began = System.nanoTime();
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer())) {
      load.send(
          count,
          (agent, value) -> {
            var unused =
                producer.send(
                    new ProducerRecord<>(
                        "refinement.kpi-reports", agent.getBytes(StandardCharsets.UTF_8), value));
          });
    }
    System.out.printf("sent %d reports in %.1f s%n", count, (System.nanoTime() - began) / 1e9);
    Map<String, Long> ledger = Map.of();
    for (int second = 0; second < 90 && ledger.getOrDefault("reports", 0L) < count; second++) {
      Thread.sleep(1_000);
      ledger = ledger(bootstrap);
    }
    Map<String, Long> letters = new TreeMap<>();
    read(
        bootstrap,
        "refinement.dead-letters",
        letter -> letters.merge(letter.get("reason").asText(), 1L, Long::sum));
    boolean passed = true;
    for (Map.Entry<String, Long> expected : load.verdicts().entrySet()) {
      passed &=
          show(expected.getKey(), expected.getValue(), ledger.getOrDefault(expected.getKey(), 0L));
    }
    for (Map.Entry<String, Long> expected : load.letters().entrySet()) {
      passed &=
          show(expected.getKey(), expected.getValue(), letters.getOrDefault(expected.getKey(), 0L));
    }
    passed &=
        show("reports", count, ledger.getOrDefault("reports", 0L))
            && letters.keySet().equals(load.letters().keySet());
    System.out.println(passed ? "all verdicts as expected" : "VERDICTS DIFFER");
    System.exit(passed ? 0 : 1);
  }

  private static boolean show(String name, long expected, long found) {
    System.out.printf("%-28s expected %7d found %7d%n", name, expected, found);
    return expected == found;
  }

  private static Map<String, Long> ledger(String bootstrap) {
    Map<String, JsonNode> last = new TreeMap<>();
    read(
        bootstrap,
        "refinement.audit",
        row -> last.put(row.get("partition") + "/" + row.get("fromOffset"), row));
    Map<String, Long> sums = new TreeMap<>();
    for (JsonNode row : last.values()) {
      for (String field :
          List.of(
              "reports", "accepted", "duplicate", "late", "future", "rejected", "quarantined")) {
        sums.merge(field, row.get(field).asLong(), Long::sum);
      }
    }
    return sums;
  }

  private static void read(
      String bootstrap, String topic, java.util.function.Consumer<JsonNode> receiver) {
    try (TopicReader reader = TopicReader.fromBeginning(bootstrap, List.of(topic), true)) {
      reader.drain(
          record -> {
            try {
              receiver.accept(JSON.readTree(record.value()));
            } catch (java.io.IOException e) {
              throw new java.io.UncheckedIOException(e);
            }
          });
    }
  }
}
