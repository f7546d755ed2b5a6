package io.chimera.refinement.local.oracle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.chimera.refinement.connectors.kafka.KafkaSettings;
import io.chimera.refinement.jobs.RefinementJob;
import io.chimera.refinement.jobs.config.Settings;
import io.chimera.refinement.local.world.EmbeddedBroker;
import io.chimera.refinement.local.world.EmbeddedFlink;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.JobID;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The oracle and the product agree on an undisturbed run, and the oracle notices what is taken
 * away, added or changed.
 */
class OracleTest {
  private static final int PARTITIONS = 4;
  private static final long SECONDS = 240;
  private static final Topics TOPICS = new Topics("oracle.");

  @TempDir private static Path folder;

  /** REF-ING-06/08, REF-STR-01: verdicts, dead letters, ledger, windows by an independent path. */
  @Test
  void theOracleAgreesWithAnUndisturbedRunAndNoticesWhatIsTampered() throws Exception {
    try (EmbeddedBroker broker = EmbeddedBroker.start(folder.resolve("kafka"), 0);
        EmbeddedFlink flink = EmbeddedFlink.start(folder.resolve("flink"), 0, 2, 2)) {
      String kafka = broker.bootstrapServers();
      createTopics(kafka);
      long start = System.currentTimeMillis() - 2 * SECONDS * 1_000;
      long end = start + SECONDS * 1_000 + 80_000;
      List<SendManifest.Entry> sent = send(kafka, start, end);
      JobID job = submit(flink, kafka);
      Oracle oracle = new Oracle(kafka, TOPICS, 5_000, sent, end - 5_001, stored -> false);
      try (Output output = new Output(kafka, TOPICS)) {
        await()
            .atMost(Duration.ofMinutes(2))
            .pollInterval(Duration.ofSeconds(1))
            .untilAsserted(
                () -> {
                  output.refresh();
                  assertThat(oracle.verdict(output).toString())
                      .startsWith("lost 0, duplicate 0, wrong 0");
                });
        flink.stopWithDrain(job);
        output.refresh();
        Map<String, Long> facts = oracle.verdict(output).facts();
        assertThat(facts).containsKeys("accepted", "duplicate", "late", "rejected");
        assertThat(facts.get("windows")).isGreaterThan(1_000);
        assertThat(facts.get("recommendations")).isPositive();
        assertThat(oracle.ledgerBalanced(output)).isTrue();
        assertThat(Transactions.open(kafka, TOPICS.prefix())).isEmpty();
        tamper(oracle, output);
      }
    }
  }

  private static void tamper(Oracle oracle, Output output) {
    assertThat(without(output, oracle, TOPICS.deadLetters()).lost()).isEqualTo(1);
    assertThat(without(output, oracle, TOPICS.points()).lost()).isPositive();
    assertThat(without(output, oracle, TOPICS.recommendations()).lost()).isEqualTo(1);
    assertThat(twice(output, oracle, TOPICS.deadLetters()).duplicate()).isEqualTo(1);
    assertThat(twice(output, oracle, TOPICS.recommendations()).duplicate()).isEqualTo(2);
    assertThat(twice(output, oracle, TOPICS.points()).clean()).isTrue();
    assertThat(changed(output, oracle, TOPICS.points(), "sum=", "sum=1").wrong()).isPositive();
    assertThat(
            changed(output, oracle, TOPICS.deadLetters(), "\"reason\":\"", "\"reason\":\"X")
                .wrong())
        .isEqualTo(1);
    assertThat(changed(output, oracle, TOPICS.audit(), "\"accepted\":", "\"accepted\":1").wrong())
        .isPositive();
  }

  private static Tally without(Output output, Oracle oracle, String topic) {
    return edited(output, oracle, topic, records -> records.remove(judged(topic, records)));
  }

  private static Tally twice(Output output, Oracle oracle, String topic) {
    return edited(
        output, oracle, topic, records -> records.add(records.get(judged(topic, records))));
  }

  private static Tally changed(Output output, Oracle oracle, String topic, String from, String to) {
    return edited(
        output,
        oracle,
        topic,
        records -> {
          int place = topic.equals(TOPICS.audit()) ? records.size() - 1 : judged(topic, records);
          Stored old = records.get(place);
          byte[] value =
              old.text().replaceFirst(from, to).getBytes(java.nio.charset.StandardCharsets.UTF_8);
          records.set(
              place,
              new Stored(
                  old.topic(),
                  old.partition(),
                  old.offset(),
                  old.timestamp(),
                  value,
                  old.headers()));
        });
  }

  /**
   * A record from the middle of a topic which the oracle computes itself: of the points, a window.
   */
  private static int judged(String topic, List<Stored> records) {
    int place = records.size() / 2;
    while (topic.equals(TOPICS.points()) && !records.get(place).text().contains("sum=")) {
      place++;
    }
    return place;
  }

  private static Tally edited(
      Output output, Oracle oracle, String topic, java.util.function.Consumer<List<Stored>> edit) {
    List<Stored> records = output.records(topic);
    List<Stored> before = new ArrayList<>(records);
    edit.accept(records);
    Tally tally = oracle.verdict(output);
    records.clear();
    records.addAll(before);
    return tally;
  }

  private static List<SendManifest.Entry> send(String kafka, long start, long end) {
    Load load = new Load(LoadShape.mixed(7, PARTITIONS), start);
    try (SendManifest manifest = new SendManifest(folder.resolve("manifest.tsv"));
        LoadSender sender = new LoadSender(kafka, TOPICS.reports(), manifest)) {
      for (long at = start; at < start + SECONDS * 1_000; at += 20) {
        sender.send(load.next(at));
      }
      for (int partition = 0; partition < PARTITIONS; partition++) {
        sender.send(load.endMarker(partition, end));
      }
      sender.flush();
      return manifest.entries();
    }
  }

  private static void createTopics(String kafka) {
    try (var topics =
        new io.chimera.refinement.connectors.kafka.Topics(
            KafkaSettings.of(kafka, TOPICS.prefix(), "oracle", 60_000))) {
      topics.create(any -> PARTITIONS, 1);
    }
  }

  private static JobID submit(EmbeddedFlink flink, String kafka) {
    Map<String, String> values = new HashMap<>();
    values.put("kafka.bootstrap.servers", kafka);
    values.put("refinement.topics.prefix", TOPICS.prefix());
    values.put("refinement.deployment", "oracle");
    values.put("refinement.self.interval", "0 ms");
    values.put("refinement.ingest.idleness", "1 min");
    values.put("refinement.anomaly.warm-up", "6");
    values.put("refinement.packs.directory", "../packs/demo");
    StreamExecutionEnvironment env = flink.environment();
    RefinementJob.define(env, Settings.from(values));
    JobID job = flink.submit(env.getStreamGraph(), RefinementJob.NAME);
    flink.awaitRunning(job);
    return job;
  }
}
