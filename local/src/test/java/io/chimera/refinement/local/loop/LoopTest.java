package io.chimera.refinement.local.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import io.chimera.refinement.connectors.json.ReportWriter;
import io.chimera.refinement.connectors.kafka.KafkaSettings;
import io.chimera.refinement.connectors.kafka.Topics;
import io.chimera.refinement.jobs.RefinementJob;
import io.chimera.refinement.jobs.config.Settings;
import io.chimera.refinement.local.world.EmbeddedBroker;
import io.chimera.refinement.local.world.EmbeddedFlink;
import io.chimera.refinement.local.world.TopicReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.flink.api.common.JobID;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.graph.StreamGraph;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The refinement job on a real broker: verdicts to the last report, and the same output with and
 * without a failure.
 */
class LoopTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int PARTITIONS = 4;
  private static final long START = 1_789_948_800_000L;

  @TempDir static Path folder;
  private static EmbeddedBroker broker;
  private static EmbeddedFlink flink;

  @BeforeAll
  static void start() {
    broker = EmbeddedBroker.start(folder.resolve("kafka"), 0);
    flink = EmbeddedFlink.start(folder.resolve("flink"), 0, 2, 2);
  }

  @AfterAll
  static void stop() {
    flink.close();
    broker.close();
  }

  /** REF-ING-06/08/09/10/11, REF-L4-08. */
  @Test
  void everyReportGetsExactlyOneVerdict() {
    String prefix = "verdicts.";
    VerdictLoad load = new VerdictLoad(START, 20);
    try (Sender sender = new Sender(prefix)) {
      load.send(20_000, sender::send);
    }
    JobID job = submit(prefix);
    awaitRead(prefix, 20_000);
    flink.stopWithDrain(job);

    Map<String, Long> letters = new TreeMap<>();
    read(prefix + "dead-letters")
        .forEach(letter -> letters.merge(letter.get("reason").asText(), 1L, Long::sum));
    assertThat(letters).isEqualTo(load.letters());
    assertThat(ledger(prefix))
        .containsAllEntriesOf(load.verdicts())
        .containsEntry("reports", 20_000L)
        .containsEntry("future", 0L);
  }

  /** REF-ING-07, REF-STR-01: exactly-once output, and windows that do not know of the failure. */
  @Test
  void aFailureInMidStreamLeavesNoTraceInTheOutput() {
    Map<String, Set<String>> undisturbed = output("calm.", false);
    Map<String, Set<String>> disturbed = output("shaken.", true);
    assertThat(undisturbed.get("recommendations")).isNotEmpty();
    assertThat(undisturbed.get("findings")).isNotEmpty();
    assertThat(undisturbed.get("kpi_window")).hasSizeGreaterThan(800);
    assertThat(undisturbed.get("kpi_window_1m")).isNotEmpty();
    assertThat(disturbed.keySet()).isEqualTo(undisturbed.keySet());
    Map<String, String> differences = new TreeMap<>();
    undisturbed.forEach(
        (name, expected) -> {
          Set<String> missing = new TreeSet<>(expected);
          missing.removeAll(disturbed.get(name));
          Set<String> added = new TreeSet<>(disturbed.get(name));
          added.removeAll(expected);
          if (!missing.isEmpty() || !added.isEmpty()) {
            differences.put(
                name,
                "missing "
                    + missing.stream().limit(3).toList()
                    + ", added "
                    + added.stream().limit(3).toList());
          }
        });
    assertThat(differences).isEmpty();
  }

  private static Map<String, Set<String>> output(String prefix, boolean withFailure) {
    try (Sender sender = new Sender(prefix)) {
      JobID job;
      if (withFailure) {
        sendSeconds(sender, 0, 200);
        job = submit(prefix);
        awaitRead(prefix, 200 * 20);
        long checkpoints = flink.completedCheckpoints(job);
        await()
            .atMost(Duration.ofMinutes(1))
            .until(() -> flink.completedCheckpoints(job) > checkpoints);
        sendSeconds(sender, 200, 280);
        flink.replaceTaskManager();
        sendSeconds(sender, 280, 400);
        flink.awaitRunning(job);
      } else {
        sendSeconds(sender, 0, 400);
        job = submit(prefix);
      }
      awaitRead(prefix, 400 * 20);
      flink.stopWithDrain(job);
    }
    Map<String, Set<String>> output = new TreeMap<>();
    List<String> recommendations = new ArrayList<>();
    read(prefix + "recommendations").forEach(value -> recommendations.add(value.toString()));
    output.put("recommendations", new TreeSet<>(recommendations));
    assertThat(output.get("recommendations")).as("exactly-once").hasSameSizeAs(recommendations);
    assertThat(read(prefix + "alerts")).isNotEmpty();
    output.put("findings", new TreeSet<>());
    read(prefix + "findings").forEach(value -> output.get("findings").add(value.toString()));
    for (String line : lines(prefix + "metric-points")) {
      String measurement = line.substring(0, line.indexOf(','));
      output.computeIfAbsent(measurement, key -> new TreeSet<>()).add(line);
    }
    TreeSet<String> complete = new TreeSet<>();
    ledger(prefix).forEach((name, value) -> complete.add(name + "=" + value));
    output.put("ledger", complete);
    return output;
  }

  /**
   * 20 agents of two components, one report each per second; a spike in one component after five
   * minutes.
   */
  private static void sendSeconds(Sender sender, int from, int to) {
    for (int second = from; second < to; second++) {
      for (int agent = 0; agent < 20; agent++) {
        Random random = new Random(second * 31L + agent);
        double value =
            40
                + 2 * random.nextGaussian()
                + (second > 300 && second < 340 && agent % 2 == 0 ? 400 : 0);
        long timestamp = START + second * 1_000L - random.nextInt(3_000);
        sender.send(
            "agent-" + agent,
            report("r-" + second + "-" + agent, "agent-" + agent, timestamp, value));
      }
    }
  }

  private static byte[] report(String id, String agent, long timestamp, double value) {
    int number = Integer.parseInt(agent.substring("agent-".length()));
    return new ReportWriter()
        .write(
            id,
            "demo",
            number % 2 == 0 ? "svc-00" : "svc-01",
            agent,
            timestamp,
            number,
            Map.of("latency_ms", value),
            Map.of("operation", "get"));
  }

  private static JobID submit(String prefix) {
    Map<String, String> values = new HashMap<>();
    values.put("kafka.bootstrap.servers", broker.bootstrapServers());
    values.put("refinement.topics.prefix", prefix);
    values.put("refinement.deployment", "loop-test");
    values.put("refinement.self.interval", "0 ms");
    // A slow machine must not make a partition idle: what it then brings would be late by right.
    values.put("refinement.ingest.idleness", "1 min");
    values.put("refinement.anomaly.warm-up", "8");
    values.put("refinement.packs.directory", "../packs/demo");
    StreamExecutionEnvironment env = flink.environment();
    RefinementJob.define(env, Settings.from(values));
    StreamGraph graph = env.getStreamGraph();
    JobID job = flink.submit(graph, prefix + RefinementJob.NAME);
    flink.awaitRunning(job);
    return job;
  }

  /** Waits until the ledger, as committed, has seen as many reports. */
  private static void awaitRead(String prefix, long reports) {
    await()
        .atMost(Duration.ofMinutes(2))
        .pollInterval(Duration.ofMillis(500))
        .until(() -> ledger(prefix).getOrDefault("reports", 0L) >= reports);
  }

  private static Map<String, Long> ledger(String prefix) {
    Map<String, JsonNode> last = new TreeMap<>();
    read(prefix + "audit")
        .forEach(row -> last.put(row.get("partition") + "/" + row.get("fromOffset"), row));
    Map<String, Long> sums = new TreeMap<>();
    for (JsonNode row : last.values()) {
      for (String field :
          List.of(
              "records",
              "reports",
              "accepted",
              "duplicate",
              "late",
              "future",
              "rejected",
              "quarantined")) {
        sums.merge(field, row.get(field).asLong(), Long::sum);
      }
    }
    return sums;
  }

  /** Reads a topic to its end; every record must be valid by the published schema of its topic. */
  private static List<JsonNode> read(String topic) {
    List<JsonNode> values = new ArrayList<>();
    JsonSchema schema = schema(topic.substring(topic.indexOf('.') + 1));
    try (TopicReader reader =
        TopicReader.fromBeginning(broker.bootstrapServers(), List.of(topic), true)) {
      reader.drain(
          record -> {
            try {
              JsonNode value = JSON.readTree(record.value());
              assertThat(schema.validate(value)).as("%s: %s", topic, value).isEmpty();
              values.add(value);
            } catch (java.io.IOException e) {
              throw new java.io.UncheckedIOException(e);
            }
          });
    }
    return values;
  }

  private static JsonSchema schema(String topic) {
    String singular = topic.equals("audit") ? topic : topic.substring(0, topic.length() - 1);
    return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
        .getSchema(Path.of("../schemas", singular + ".schema.json").toUri());
  }

  private static List<String> lines(String topic) {
    List<String> lines = new ArrayList<>();
    try (TopicReader reader =
        TopicReader.fromBeginning(broker.bootstrapServers(), List.of(topic), true)) {
      reader.drain(
          record ->
              lines.addAll(new String(record.value(), StandardCharsets.UTF_8).lines().toList()));
    }
    return lines;
  }

  /** Sends to a fixed partition per agent, so that every run has the same offsets. */
  private static final class Sender implements AutoCloseable {
    private final KafkaProducer<byte[], byte[]> producer;
    private final String topic;

    Sender(String prefix) {
      topic = prefix + "kpi-reports";
      try (Topics topics =
          new Topics(KafkaSettings.of(broker.bootstrapServers(), prefix, "loop-test", 60_000))) {
        topics.create(any -> PARTITIONS, 1);
      }
      Properties properties = new Properties();
      properties.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, broker.bootstrapServers());
      properties.put(ProducerConfig.LINGER_MS_CONFIG, 5);
      properties.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, 2 * 1024 * 1024);
      producer =
          new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer());
    }

    void send(String agent, byte[] value) {
      var unused =
          producer.send(
              new ProducerRecord<>(
                  topic,
                  Math.floorMod(agent.hashCode(), PARTITIONS),
                  agent.getBytes(StandardCharsets.UTF_8),
                  value));
    }

    @Override
    public void close() {
      producer.close();
    }
  }
}
