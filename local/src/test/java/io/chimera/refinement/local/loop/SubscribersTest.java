package io.chimera.refinement.local.loop;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.chimera.refinement.jobs.DeliveryJob;
import io.chimera.refinement.jobs.config.Settings;
import io.chimera.refinement.local.world.EmbeddedBroker;
import io.chimera.refinement.local.world.EmbeddedFlink;
import io.chimera.refinement.local.world.FlinkJobs;
import io.chimera.refinement.local.world.FlinkRest;
import io.chimera.refinement.local.world.LocalTopics;
import io.chimera.refinement.local.world.Submission;
import io.chimera.refinement.local.world.TopicReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.ToIntFunction;
import java.util.stream.IntStream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.apache.flink.api.common.JobID;
import org.apache.flink.runtime.jobgraph.SavepointRestoreSettings;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.graph.StreamGraph;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("REF-L7-03, REF-L7-04: from a real broker to real HTTP servers")
class SubscribersTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String SECRET = "the secret of a test";
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final String PREFIX = "d.";

  @TempDir Path folder;

  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final List<HttpServer> servers = new ArrayList<>();
  private final List<String> failures = new CopyOnWriteArrayList<>();
  private final Endpoint steady = new Endpoint(number -> 204);
  private final AtomicInteger asked = new AtomicInteger();
  private final Endpoint flaky =
      new Endpoint(
          number -> {
            if (number == 7) {
              return 422;
            }
            return asked.incrementAndGet() % 8 == 0 ? 503 : 200;
          });

  /** What one subscriber acknowledged, in order, repeats included. */
  private final class Endpoint {
    private final ToIntFunction<Integer> script;
    private final List<JsonNode> taken = new CopyOnWriteArrayList<>();
    private String url;

    Endpoint(ToIntFunction<Integer> script) {
      this.script = script;
    }

    void start() throws IOException {
      HttpServer server =
          HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      server.createContext("/advice", this::handle);
      server.setExecutor(threads);
      server.start();
      servers.add(server);
      url = "http://127.0.0.1:" + server.getAddress().getPort() + "/advice";
    }

    private void handle(HttpExchange exchange) throws IOException {
      byte[] body = exchange.getRequestBody().readAllBytes();
      JsonNode advice = JSON.readTree(body);
      String signature = exchange.getRequestHeaders().getFirst("Refinement-Signature");
      String time = exchange.getRequestHeaders().getFirst("Refinement-Timestamp");
      if (signature != null && !signature.equals(signed(time, body))) {
        failures.add("wrong signature " + signature);
      }
      String key = exchange.getRequestHeaders().getFirst("Idempotency-Key");
      if (!advice.path("recommendationId").asText().equals(key)) {
        failures.add("wrong key " + key);
      }
      int status = script.applyAsInt(advice.path("decisionNumber").asInt());
      if (status < 300) {
        taken.add(advice);
      }
      exchange.sendResponseHeaders(status, -1);
      exchange.close();
    }

    /** Decision numbers of a component in the order in which each was first acknowledged. */
    List<Integer> numbers(String component) {
      return taken.stream()
          .filter(advice -> advice.path("component").asText().equals(component))
          .map(advice -> advice.path("decisionNumber").asInt())
          .distinct()
          .toList();
    }

    int distinct() {
      return (int) taken.stream().map(JsonNode::toString).distinct().count();
    }
  }

  private static String signed(String time, byte[] body) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(SECRET.getBytes(UTF_8), "HmacSHA256"));
      mac.update((time + '.').getBytes(UTF_8));
      return "sha256=" + HexFormat.of().formatHex(mac.doFinal(body));
    } catch (java.security.GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  @BeforeEach
  void startServers() throws IOException {
    steady.start();
    flaky.start();
  }

  @AfterEach
  void stopServers() {
    servers.forEach(server -> server.stop(0));
    threads.shutdownNow();
  }

  @Test
  void eachSubscriberGetsItsAdviceInOrderThroughFailuresAndARestart() throws Exception {
    try (EmbeddedBroker broker = EmbeddedBroker.start(folder.resolve("kafka"), 0);
        EmbeddedFlink flink = EmbeddedFlink.start(folder.resolve("flink"), 0, 1, 1)) {
      String kafka = broker.bootstrapServers();
      LocalTopics.create(kafka, PREFIX);
      JobID job = start(flink, settings(kafka), null);

      send(kafka, 1, 20);
      await().atMost(PATIENCE).until(() -> steady.distinct() == 40);
      long checkpoints = flink.completedCheckpoints(job);
      await().atMost(PATIENCE).until(() -> flink.completedCheckpoints(job) > checkpoints);
      flink.replaceTaskManager();
      send(kafka, 21, 30);

      await().atMost(PATIENCE).until(() -> steady.distinct() == 60);
      // The refused one of each of the two components never comes.
      await().atMost(PATIENCE).until(() -> flaky.numbers("live").size() == 29);
      for (String component : List.of("live", "shadow")) {
        assertThat(steady.numbers(component))
            .containsExactlyElementsOf(IntStream.rangeClosed(1, 30).boxed().toList());
      }
      assertThat(flaky.numbers("live"))
          .containsExactlyElementsOf(
              IntStream.rangeClosed(1, 30).filter(number -> number != 7).boxed().toList());
      assertThat(flaky.numbers("shadow")).as("not wanted").isEmpty();
      assertThat(failures).isEmpty();

      JsonNode letter = letter(kafka);
      assertThat(letter.path("reason").asText()).isEqualTo("SINK_REJECTED");
      assertThat(letter.path("detail").asText())
          .isEqualTo("not delivered to subscriber flaky (rest): status 422");
      assertThat(letter.path("topic").asText()).isEqualTo("d.recommendations");
      assertThat(letter.path("headers").path("refinement_subscriber").asText()).isEqualTo("flaky");
      assertThat(Base64.getDecoder().decode(letter.path("payload").asText()))
          .asString(UTF_8)
          .contains("\"decisionNumber\":7,");
      flink.stopWithDrain(job);
    }
  }

  @Test
  void aSubscriberCanBeRemovedWhenItsStateMayBeForgottenAndTheOtherGoesOn() throws Exception {
    try (EmbeddedBroker broker = EmbeddedBroker.start(folder.resolve("kafka"), 0);
        EmbeddedFlink flink = EmbeddedFlink.start(folder.resolve("flink"), 0, 1, 1)) {
      String kafka = broker.bootstrapServers();
      LocalTopics.create(kafka, PREFIX);
      JobID both = start(flink, settings(kafka), null);
      send(kafka, 1, 5);
      await().atMost(PATIENCE).until(() -> steady.distinct() == 10);
      String savepoint =
          new FlinkJobs(new FlinkRest(flink.url()))
              .savepoints()
              .stop(both.toHexString(), false, Optional.empty());
      int before = steady.taken.size();
      Settings one =
          Settings.from(
              Map.of(
                  "kafka.bootstrap.servers", kafka,
                  "refinement.topics.prefix", PREFIX,
                  "refinement.subscribers.steady.url", steady.url));

      assertThatThrownBy(() -> start(flink, one, SavepointRestoreSettings.forPath(savepoint)))
          .hasMessageContaining(Submission.Origin.NOBODY_FOR_STATE);

      JobID job = start(flink, one, SavepointRestoreSettings.forPath(savepoint, true));
      send(kafka, 6, 8);
      await().atMost(PATIENCE).until(() -> steady.distinct() == 16);
      assertThat(steady.taken).as("it goes on where it was").hasSize(before + 6);
      flink.stopWithDrain(job);
    }
  }

  private static JobID start(
      EmbeddedFlink flink, Settings settings, SavepointRestoreSettings origin) {
    StreamExecutionEnvironment env = flink.environment();
    DeliveryJob.define(env, settings);
    StreamGraph graph = env.getStreamGraph();
    if (origin != null) {
      graph.setSavepointRestoreSettings(origin);
    }
    JobID job = flink.submit(graph, DeliveryJob.NAME);
    flink.awaitRunning(job);
    return job;
  }

  private Settings settings(String kafka) {
    return Settings.from(
        Map.ofEntries(
            Map.entry("kafka.bootstrap.servers", kafka),
            Map.entry("refinement.topics.prefix", PREFIX),
            Map.entry("refinement.subscribers.steady.url", steady.url),
            Map.entry("refinement.subscribers.steady.kind", "webhook"),
            Map.entry("refinement.subscribers.steady.secret", SECRET),
            Map.entry("refinement.subscribers.flaky.url", flaky.url),
            Map.entry("refinement.subscribers.flaky.modes", "live")));
  }

  /** Recommendations of two components, one of them in shadow mode, as a transaction. */
  private static void send(String kafka, int from, int to) {
    try (var producer =
        new KafkaProducer<>(
            Map.of(
                ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                kafka,
                ProducerConfig.TRANSACTIONAL_ID_CONFIG,
                "test"),
            new ByteArraySerializer(),
            new ByteArraySerializer())) {
      producer.initTransactions();
      producer.beginTransaction();
      for (int number = from; number <= to; number++) {
        for (String component : List.of("live", "shadow")) {
          String value =
              "{\"schemaVersion\":1,\"recommendationId\":\"%s-%d\",\"system\":\"shop\",\"component\":\"%s\",\"decidedAt\":%d,\"decisionNumber\":%d,\"optimizer\":\"bandit\",\"mode\":\"%s\",\"ttlSeconds\":300}"
                  .formatted(
                      component, number, component, System.currentTimeMillis(), number, component);
          var unused =
              producer.send(
                  new ProducerRecord<>(
                      PREFIX + "recommendations",
                      ("shop/" + component).getBytes(UTF_8),
                      value.getBytes(UTF_8)));
        }
      }
      producer.commitTransaction();
    }
  }

  /** The one dead letter; it is there when a checkpoint has completed. */
  private static JsonNode letter(String kafka) {
    List<JsonNode> letters = new ArrayList<>();
    try (TopicReader reader =
        TopicReader.fromBeginning(kafka, List.of(PREFIX + "dead-letters"), true)) {
      await()
          .atMost(PATIENCE)
          .until(
              () -> {
                reader.pollPatiently(
                    record -> {
                      try {
                        letters.add(JSON.readTree(record.value()));
                      } catch (IOException e) {
                        throw new java.io.UncheckedIOException(e);
                      }
                    });
                return !letters.isEmpty();
              });
    }
    assertThat(letters).hasSize(1);
    return letters.get(0);
  }
}
