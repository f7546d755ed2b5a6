package io.chimera.refinement.local.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.chimera.refinement.local.cli.Refinement;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code refinement run --cluster}, from the first line to the summary. */
class RunClusterIT {
  private static final Duration LIMIT = Duration.ofMinutes(3);

  @BeforeAll
  static void commandsKnowTheJars() {
    System.setProperty("refinement.home", "..");
  }

  @AfterAll
  static void forgetTheJars() {
    System.clearProperty("refinement.home");
  }

  @Test
  void aRunOnProcessesSurvivesTheEndOfItsTaskManagerAndStopsInOrder(@TempDir Path folder)
      throws Exception {
    Path data = folder.resolve("data");
    Path summary = folder.resolve("summary.json");
    try (ManagedProcess run = ManagedProcess.start(plan(data, summary), folder)) {
      await().atMost(LIMIT).until(() -> !run.alive() || log(run).contains("\nready\n"));
      assertThat(log(run)).contains("\nkafka=127.0.0.1:", "\nflink=http://", "\ndb=http://");
      assertThat(data.resolve("addresses.json")).exists();
      assertThat(data.resolve("pids"))
          .isDirectoryContaining("glob:**/kafka.pid")
          .isDirectoryContaining("glob:**/jobmanager-1.pid");

      long killed = pid(data, "taskmanager-1");
      ProcessHandle.of(killed).orElseThrow().destroyForcibly();
      await().atMost(LIMIT).until(() -> pid(data, "taskmanager-1") != killed);
      await().atMost(LIMIT).until(() -> log(run).lines().anyMatch(RunClusterIT::hasWindows));

      assertThat(rescale(log(run), "metrics")).isZero();
      assertThat(run.alive()).as(log(run)).isTrue();

      run.askToEnd();
      await().atMost(LIMIT).until(() -> !run.alive());
      JsonNode result = new ObjectMapper().readTree(Files.readString(summary));
      assertThat(result.at("/ledger/balanced").asBoolean()).as(log(run)).isTrue();
      assertThat(result.at("/ledger/accepted").asLong()).isPositive();
      assertThat(result.at("/points/written")).isEqualTo(result.at("/points/readBack"));
      assertThat(data.resolve("pids")).isEmptyDirectory();
    }
  }

  /** What an operator does in the middle of a run: the job goes on under another id. */
  private static int rescale(String log, String job) {
    String address =
        log.lines()
            .filter(line -> line.startsWith("flink=http://"))
            .findFirst()
            .orElseThrow()
            .substring("flink=http://".length());
    return Refinement.commandLine()
        .execute("rescale", "--jobmanager", address, "--job", job, "--parallelism", "1");
  }

  private static boolean hasWindows(String line) {
    return line.matches(".* windows [1-9]\\d* .*");
  }

  private static ProcessPlan plan(Path data, Path summary) {
    Distribution distribution = new Distribution(Path.of(".."));
    return new ProcessPlan(
        "run",
        distribution.ownClassPath(),
        List.of("-Xmx512m", "-XX:+UseSerialGC", "-Drefinement.home=" + distribution.home()),
        "io.chimera.refinement.local.cli.Refinement",
        List.of(
            ("run --cluster --task-managers 1 --no-host-agent --port-kafka 0 --port-ui 0 --port-db 0"
                    + " --port-console 0 --data "
                    + data
                    + " --summary "
                    + summary)
                .split(" ")));
  }

  private static String log(ManagedProcess process) throws IOException {
    return Files.exists(process.log()) ? Files.readString(process.log()) : "";
  }

  private static long pid(Path data, String name) throws IOException {
    Path file = data.resolve("pids").resolve(name + ".pid");
    String text = Files.exists(file) ? Files.readString(file).strip() : "";
    return text.isEmpty() ? 0 : Long.parseLong(text);
  }
}
