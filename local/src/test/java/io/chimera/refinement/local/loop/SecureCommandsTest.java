package io.chimera.refinement.local.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.chimera.refinement.connectors.kafka.Topic;
import io.chimera.refinement.jobs.config.Settings;
import io.chimera.refinement.jobs.config.SettingsFile;
import io.chimera.refinement.local.cli.CommandRun;
import io.chimera.refinement.local.world.Brokers;
import io.chimera.refinement.local.world.EmbeddedBroker;
import io.chimera.refinement.local.world.TopicReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("Every command gets into a broker that speaks SASL_SSL only, with the jobs' settings")
class SecureCommandsTest {
  private static final String PREFIX = "s.";
  private static final String DOCUMENT =
      """
      apiVersion: refinement.io/v1
      kind: Conditions
      metadata: {name: season}
      spec: {system: shop, labels: {season: winter}}
      """;
  private static final String PROFILE =
      """
      apiVersion: refinement.io/v1
      kind: LoadProfile
      metadata: {name: brief}
      spec:
        system: shop
        load:
          agents: 1
          phases: [{name: steady, duration: 1s, rate: 10/s}]
          mix: [{component: cart, operation: pay, weight: 1, metrics: {response_time_ms: 40}}]
        criteria: {loss: 0}
      """;

  @TempDir Path folder;

  private Path config;

  @Test
  void settingsOfTheJobsLetEveryCommandIn() throws Exception {
    SecureCluster secure = new SecureCluster(folder.resolve("keys"));
    try (EmbeddedBroker broker =
        EmbeddedBroker.start(folder.resolve("kafka"), 0, secure.security())) {
      config = config(secure.settings(), broker.bootstrapServers());
      assertThat(run(0, "topics", "--create", "--local").out()).contains("created s.kpi-reports");
      assertThat(run(0, "topics", "--check", "--local").out()).contains("0 difference(s)");

      run(0, "apply", "-f", Files.writeString(folder.resolve("c.yaml"), DOCUMENT).toString());
      run(0, "freeze", "shop");
      assertThat(run(0, "get").out()).contains("Conditions", "season", "shop");
      run(0, "unfreeze", "shop");
      run(0, "delete", "Conditions", "season");
      assertThat(run(0, "get").out()).doesNotContain("season");

      String pack = Files.writeString(folder.resolve("p.yaml"), PROFILE).toString();
      CommandRun load = execute("load", "--packs", pack, "--profile", "brief", "--settle", "1s");
      assertThat(load.out()).as(load.err()).contains("offered");
      assertThat(reports("shop")).isPositive();

      run(0, "report", "--packs", "../packs/demo");
      assertThat(run(1, "retrain", "--dry-run", "--trials", "1", "--parallelism", "1").err())
          .contains("the history holds no decision");

      endless("simulate", () -> reports("demo") > 0);
    }
  }

  private Path config(Map<String, String> security, String servers) throws Exception {
    Map<String, String> values = new TreeMap<>(security);
    values.put("kafka.bootstrap.servers", servers);
    values.put("refinement.topics.prefix", PREFIX);
    return Files.writeString(
        folder.resolve("secure.yaml"),
        values.entrySet().stream()
            .map(each -> each.getKey() + ": '" + each.getValue() + "'")
            .collect(Collectors.joining(System.lineSeparator())));
  }

  private CommandRun run(int status, String... arguments) {
    CommandRun run = execute(arguments);
    assertThat(run.status()).as(run.out() + run.err()).isEqualTo(status);
    assertThat(run.out() + run.err()).doesNotContain(SecureCluster.PASSWORD);
    return run;
  }

  private CommandRun execute(String... arguments) {
    List<String> all = new ArrayList<>(List.of(arguments));
    all.addAll(List.of("--config", config.toString()));
    return CommandRun.of(all.toArray(String[]::new));
  }

  /** Runs a command that only a signal ends, until something has come of it. */
  private void endless(String command, java.util.concurrent.Callable<Boolean> effect)
      throws Exception {
    Thread thread = new Thread(() -> execute(command), command);
    thread.start();
    try {
      await().atMost(Duration.ofSeconds(60)).until(effect);
    } finally {
      thread.interrupt();
      thread.join();
    }
  }

  private int reports(String system) {
    Brokers brokers = Brokers.of(Settings.from(SettingsFile.read(config)).kafka());
    AtomicInteger found = new AtomicInteger();
    try (TopicReader reader =
        TopicReader.fromBeginning(brokers, List.of(PREFIX + Topic.KPI_REPORTS.suffix()), true)) {
      reader.drain(
          record -> {
            if (new String(record.value(), java.nio.charset.StandardCharsets.UTF_8)
                .contains("\"system\":\"" + system + '"')) {
              found.incrementAndGet();
            }
          });
    }
    return found.get();
  }
}
