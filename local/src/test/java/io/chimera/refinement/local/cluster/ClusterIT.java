package io.chimera.refinement.local.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.chimera.refinement.local.cli.CommandRun;
import io.chimera.refinement.local.world.FlinkJobs;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** The packaged jars on real JobManager, TaskManager, ZooKeeper and broker processes. */
class ClusterIT {
  private static final Duration LIMIT = Duration.ofMinutes(1);

  // The logs of a failure are worth more than the space.
  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  static Path folder;

  private static Cluster cluster;
  private static String address;

  @BeforeAll
  static void start() {
    System.setProperty("refinement.home", "..");
    cluster =
        Cluster.start(
            ClusterPlan.in(folder)
                .withJobManagers(2)
                .withTaskManagers(2, 4)
                .withoutDatabase()
                .withFlinkJvmOptions(List.of("-XX:TieredStopAtLevel=1")));
    address = String.join(",", cluster.restAddresses());
  }

  @AfterAll
  static void nothingIsLeftAfterTheEnd() {
    List<Long> pids = cluster.processes().stream().map(ManagedProcess::pid).toList();
    cluster.close();
    System.clearProperty("refinement.home");
    assertThat(pids).hasSizeGreaterThanOrEqualTo(6);
    assertThat(pids).noneMatch(pid -> ProcessHandle.of(pid).isPresent());
    assertThat(folder.resolve("pids")).isEmptyDirectory();
  }

  @AfterEach
  void freeTheSlots() {
    for (FlinkJobs.Job job : cluster.jobs().list()) {
      if (!job.hasEnded()) {
        cluster.jobs().cancel(job.id());
      }
    }
    await()
        .atMost(LIMIT)
        .until(() -> cluster.jobs().list().stream().allMatch(FlinkJobs.Job::hasEnded));
  }

  @Test
  void theJarsRunFromTheCommandLineAndFromFlinksOwn() throws Exception {
    cluster.createTopics("submitted.");
    CommandRun submitted = run("submit --job all", settings("submitted."));
    assertThat(submitted.status()).as(submitted.err()).isZero();
    assertThat(cluster.jobs().isRunning(submitted.out())).isTrue();
    assertThat(cluster.jobs().parallelism(submitted.out())).isEqualTo(2);

    cluster.createTopics("flinks.");
    List<String> arguments = new ArrayList<>(List.of("run", "-d", "-p", "1"));
    arguments.add(Distribution.installed().jobJar("metrics-job.jar").toString());
    arguments.addAll(settings("flinks."));
    try (ManagedProcess flinkRun = cluster.flinkCommand("flink-run", arguments)) {
      await().atMost(LIMIT).until(() -> !flinkRun.alive());
      assertThat(flinkRun.log()).content().contains("Job has been submitted with JobID");
    }
    String metrics = cluster.jobs().find("refinement-metrics").id();
    cluster.jobs().awaitRunning(metrics, LIMIT);

    CommandRun status = run("status --format json", List.of());
    assertThat(new ObjectMapper().readTree(status.out()).path("jobs").findValuesAsText("state"))
        .contains("RUNNING");
    assertThat(run("status", List.of()).out())
        .contains("2 TaskManager(s)", "refinement-metrics", "parallelism 1");
  }

  /** REF-STR-01: what a job knows survives savepoint, restore and another parallelism. */
  @Test
  void aJobKnowsTheSameAfterSavepointRestoreAndRescale() {
    cluster.createTopics("kept.");
    try (Traffic traffic = new Traffic(cluster.bootstrapServers(), "kept.")) {
      String first = run("submit --parallelism 1", settings("kept.")).out();
      traffic.send(0, 1_000);
      traffic.awaitLedger(Map.of("accepted", 1_000L));

      CommandRun beside = run("savepoint", List.of());
      assertThat(Path.of(URI.create(beside.out()))).isDirectory();
      assertThat(cluster.jobs().isRunning(first)).isTrue();

      CommandRun rescaled = run("rescale --parallelism 2", List.of());
      assertThat(rescaled.status()).as(rescaled.err()).isZero();
      assertThat(cluster.jobs().parallelism(rescaled.out())).isEqualTo(2);
      traffic.send(500, 1_500);
      traffic.awaitLedger(Map.of("accepted", 1_500L, "duplicate", 500L));

      CommandRun tooMuch = run("rescale --parallelism 100", List.of());
      assertThat(tooMuch.status()).isEqualTo(1);
      assertThat(tooMuch.err()).contains("Nothing was changed");

      CommandRun savepoint = run("savepoint --stop", List.of());
      CommandRun restored =
          run("submit --parallelism 1 --from " + savepoint.out(), settings("kept."));
      assertThat(restored.status()).as(restored.err()).isZero();
      traffic.send(0, 1_600);
      traffic.awaitLedger(Map.of("accepted", 1_600L, "duplicate", 2_000L, "late", 0L));
    }
  }

  /** REF-STR-01, REF-STR-02: neither a TaskManager nor the leader takes a report along. */
  @Test
  void killedProcessesCostSecondsAndNoReport() {
    cluster.createTopics("killed.");
    try (Traffic traffic = new Traffic(cluster.bootstrapServers(), "killed.")) {
      String job = run("submit", settings("killed.")).out();
      traffic.send(0, 500);
      traffic.awaitLedger(Map.of("accepted", 500L));

      ManagedProcess taskManager = cluster.taskManagers().get(0);
      long killedAtMillis = System.currentTimeMillis();
      taskManager.kill();
      traffic.send(250, 1_000);
      await().atMost(LIMIT).until(() -> cluster.jobs().restarts(job) > 0);
      cluster.jobs().awaitRunning(job, LIMIT);
      traffic.awaitLedger(Map.of("accepted", 1_000L, "duplicate", 250L));
      long recoveredMillis = System.currentTimeMillis() - killedAtMillis;
      taskManager.restart();
      cluster.awaitTaskManagers(2);

      ManagedProcess leader = cluster.leadingJobManager().orElseThrow();
      long nanos = System.nanoTime();
      leader.kill();
      traffic.send(500, 1_500);
      await().atMost(LIMIT).until(() -> cluster.leadingJobManager().isPresent());
      assertThat(cluster.leadingJobManager().orElseThrow().name()).isNotEqualTo(leader.name());
      cluster.jobs().awaitRunning(job, LIMIT);
      long takenOverMillis = (System.nanoTime() - nanos) / 1_000_000;
      traffic.awaitLedger(Map.of("accepted", 1_500L, "duplicate", 750L));
      leader.restart();

      System.out.printf(
          "all committed %d ms after a TaskManager's end, RUNNING again %d ms after the leader's end%n",
          recoveredMillis, takenOverMillis);
      assertThat(recoveredMillis).isLessThan(60_000);
      assertThat(takenOverMillis).isLessThan(60_000);
    }
    assertThat(folder.resolve("pids"))
        .isDirectoryContaining("glob:**/taskmanager-1.pid")
        .isDirectoryContaining("glob:**/jobmanager-1.pid");
  }

  private static List<String> settings(String prefix) {
    return List.of(
        "--set",
        "kafka.bootstrap.servers=" + cluster.bootstrapServers(),
        "--set",
        "refinement.topics.prefix=" + prefix,
        "--set",
        "refinement.deployment=it",
        // The job's reports on itself would be in the ledger as well.
        "--set",
        "refinement.self.interval=0 ms");
  }

  private static CommandRun run(String command, List<String> settings) {
    List<String> arguments = new ArrayList<>(List.of(command.split(" ")));
    arguments.addAll(List.of("--jobmanager", address));
    arguments.addAll(settings);
    return CommandRun.of(arguments.toArray(String[]::new));
  }
}
