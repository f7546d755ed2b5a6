package io.chimera.refinement.local.retrain;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import io.chimera.refinement.connectors.json.JsonWriter;
import io.chimera.refinement.local.cli.CommandRun;
import io.chimera.refinement.local.control.ControlTopic;
import io.chimera.refinement.local.simulator.DecisionHistory;
import io.chimera.refinement.local.simulator.DecisionHistory.Decided;
import io.chimera.refinement.local.world.Brokers;
import io.chimera.refinement.local.world.EmbeddedBroker;
import io.chimera.refinement.local.world.LocalTopics;
import io.chimera.refinement.local.world.TopicReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * REF-TRN-01: {@code retrain} on files and on a real broker, from history to the model in force.
 */
class RetrainCommandTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final DecisionHistory STALE = new DecisionHistory(3, 2, 500);
  private static final int DECISIONS = 1_600;

  @TempDir private Path folder;

  private Path history(DecisionHistory world, String name) throws IOException {
    Path file = folder.resolve(name);
    ByteArrayOutputStream lines = new ByteArrayOutputStream();
    world.write(DECISIONS, world.bandits(), lines);
    lines.writeBytes("nonsense\n".getBytes(StandardCharsets.UTF_8));
    try (OutputStream out =
        name.endsWith(".gz")
            ? new GZIPOutputStream(Files.newOutputStream(file))
            : Files.newOutputStream(file)) {
      out.write(lines.toByteArray());
    }
    return file;
  }

  private static CommandRun retrain(Path input, Path output, String... more) {
    return CommandRun.of(
        Stream.concat(
                Stream.of(
                    "retrain",
                    "--input",
                    input.toString(),
                    "--output",
                    output.toString(),
                    "--trials",
                    "8"),
                Stream.of(more))
            .toArray(String[]::new));
  }

  private static List<String> lines(Path output) throws IOException {
    try (Stream<Path> files = Files.walk(output)) {
      return files
          .filter(file -> file.toString().endsWith(".jsonl"))
          .flatMap(
              file -> {
                try {
                  return Files.readAllLines(file).stream();
                } catch (IOException e) {
                  throw new UncheckedIOException(e);
                }
              })
          .toList();
    }
  }

  @Test
  void theSameHistoryGivesTheSameModelWhateverFilesItIsIn() throws Exception {
    CommandRun plain = retrain(history(STALE, "all.jsonl"), folder.resolve("plain"));
    assertThat(plain.status()).as(plain.err()).isZero();
    assertThat(plain.out())
        .matches(
            "model=simulated version=\\d+-[0-9a-f]{12} value=0\\.\\d+ .*components=2 trials=8");
    assertThat(plain.err()).contains("1600 decisions with a reward", "MALFORMED_JSON: 1");
    CommandRun packed =
        retrain(history(STALE, "all.jsonl.gz"), folder.resolve("packed"), "--parallelism", "1");
    assertThat(packed.out()).isEqualTo(plain.out());
    List<String> model = lines(folder.resolve("plain"));
    assertThat(model).isNotEmpty().isEqualTo(lines(folder.resolve("packed")));
    for (String line : model) {
      assertThat(schema("model").validate(JSON.readTree(line))).isEmpty();
    }
  }

  @Test
  void whereNothingCanBeGainedThereIsNoModelAndTheReasonIsTold() throws Exception {
    // A world that never changes, and a bandit that goes on learning.
    DecisionHistory steady = new DecisionHistory(4, 1, Integer.MAX_VALUE);
    CommandRun run = retrain(history(steady, "steady.jsonl"), folder.resolve("none"));
    assertThat(run.status()).isEqualTo(1);
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).contains("error: No model for simulated: the lower bound must be above");
    assertThat(folder.resolve("none")).doesNotExist();
  }

  @Test
  void wrongUsageIsToldAtOnce() {
    CommandRun run =
        CommandRun.of("retrain", "--input", folder.resolve("x").toString(), "--trials", "0");
    assertThat(run.status()).isEqualTo(2);
    assertThat(run.err()).contains("--input must be", "--trials must be from 1 to 10000, was 0");
  }

  @Test
  void aBrokerThatIsNotThereIsToldInOneSentence() {
    CommandRun run =
        CommandRun.of(
            "retrain", "--bootstrap-servers", "127.0.0.1:1", "--output", folder.toString());
    assertThat(run.status()).isEqualTo(1);
    assertThat(run.err()).startsWith("error: Cannot read from Kafka at 127.0.0.1:1");
  }

  @Test
  void fromTopicsToTheModelInForceAndBack() throws Exception {
    try (EmbeddedBroker broker = EmbeddedBroker.start(folder.resolve("kafka"), 0)) {
      String servers = broker.bootstrapServers();
      LocalTopics.create(servers, "refinement.");
      send(servers);
      CommandRun run = CommandRun.of("retrain", "--bootstrap-servers", servers, "--trials", "8");
      assertThat(run.status()).as(run.err()).isZero();
      String version = run.out().replaceAll(".*version=(\\S+) .*", "$1");

      Map<String, JsonNode> parts = read(servers, "refinement.models");
      assertThat(parts).containsOnlyKeys("simulated/" + version + "/0");
      parts.values().forEach(part -> assertThat(schema("model").validate(part)).isEmpty());
      ControlTopic control = new ControlTopic(Brokers.open(servers), "refinement.control");
      assertThat(control.read().get("Model/simulated")).contains("\"version\":\"" + version + '"');

      Path older = folder.resolve("older.yaml");
      Files.writeString(
          older,
          """
          apiVersion: refinement.io/v1
          kind: Model
          metadata: {name: simulated}
          spec: {version: 1795248010000-0123456789ab}
          """);
      assertThat(
              CommandRun.of("apply", "-f", older.toString(), "--bootstrap-servers", servers)
                  .status())
          .isZero();
      assertThat(control.read().get("Model/simulated")).contains("1795248010000-0123456789ab");

      CommandRun again =
          CommandRun.of("retrain", "--bootstrap-servers", servers, "--trials", "8", "--no-adopt");
      assertThat(again.out()).as("the same history").isEqualTo(run.out());
      assertThat(control.read().get("Model/simulated")).contains("1795248010000-0123456789ab");
    }
  }

  private static void send(String servers) {
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", servers),
            new ByteArraySerializer(),
            new ByteArraySerializer())) {
      for (Decided decided : STALE.decisions(DECISIONS)) {
        send(
            producer,
            "recommendations",
            JsonWriter.recommendations().write(decided.recommendation()));
        send(producer, "outcomes", JsonWriter.outcomes().write(decided.outcome()));
      }
    }
  }

  private static void send(KafkaProducer<byte[], byte[]> producer, String topic, byte[] value) {
    var unused = producer.send(new ProducerRecord<>("refinement." + topic, value));
  }

  private static Map<String, JsonNode> read(String servers, String topic) {
    Map<String, JsonNode> values = new TreeMap<>();
    try (TopicReader reader = TopicReader.fromBeginning(servers, List.of(topic), true)) {
      reader.drain(
          record -> {
            try {
              values.put(
                  new String(record.key(), StandardCharsets.UTF_8), JSON.readTree(record.value()));
            } catch (IOException e) {
              throw new UncheckedIOException(e);
            }
          });
    }
    return values;
  }

  private static JsonSchema schema(String name) {
    return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
        .getSchema(Path.of("../schemas", name + ".schema.json").toUri());
  }
}
