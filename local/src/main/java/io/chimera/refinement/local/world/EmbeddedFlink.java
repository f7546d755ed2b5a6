package io.chimera.refinement.local.world;

import io.chimera.refinement.local.Failure;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.flink.api.common.JobID;
import org.apache.flink.api.common.JobStatus;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.runtime.client.JobStatusMessage;
import org.apache.flink.runtime.execution.ExecutionState;
import org.apache.flink.runtime.executiongraph.AccessExecutionGraph;
import org.apache.flink.runtime.executiongraph.AccessExecutionVertex;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.minicluster.MiniClusterConfiguration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.graph.StreamGraph;

/**
 * Flink in this JVM: JobManager with web UI and REST on loopback, one TaskManager, RocksDB with
 * incremental checkpoints every second.
 */
public final class EmbeddedFlink implements AutoCloseable {
  private static final Duration START_LIMIT = Duration.ofMinutes(1);
  private static final Duration STOP_LIMIT = Duration.ofMinutes(2);

  private final MiniCluster cluster;
  private final Configuration configuration;
  private final Path savepoints;
  private final int port;

  private EmbeddedFlink(
      MiniCluster cluster, Configuration configuration, Path savepoints, int port) {
    this.cluster = cluster;
    this.configuration = configuration;
    this.savepoints = savepoints;
    this.port = port;
  }

  /**
   * Starts JobManager, TaskManager and web UI.
   *
   * @param directory folder for checkpoints, savepoints and temporary files, created when missing
   * @param port port of the web UI and REST, 0 for any free one
   * @param slots task slots, the sum of what the jobs need
   * @param parallelism parallelism of each job
   */
  public static EmbeddedFlink start(Path directory, int port, int slots, int parallelism) {
    int listenPort = Ports.claim("the Flink web UI", "--port-ui", port);
    try {
      Files.createDirectories(directory);
      Configuration configuration =
          Configuration.fromMap(settings(directory.toAbsolutePath(), listenPort, parallelism));
      MiniCluster cluster =
          new MiniCluster(
              new MiniClusterConfiguration.Builder()
                  .setConfiguration(configuration)
                  .setNumTaskManagers(1)
                  .setNumSlotsPerTaskManager(slots)
                  .setCommonBindAddress(Ports.LOOPBACK)
                  .build());
      cluster.start();
      return new EmbeddedFlink(
          cluster, configuration, directory.resolve("savepoints").toAbsolutePath(), listenPort);
    } catch (Failure e) {
      throw e;
    } catch (Exception e) {
      throw new Failure(
          "Cannot start Flink in %s: %s; see the log".formatted(directory, Failure.reason(e)), e);
    }
  }

  public int port() {
    return port;
  }

  public String url() {
    return "http://" + Ports.LOOPBACK + ':' + port;
  }

  /**
   * A new, empty environment with the settings of this cluster; its graph goes to {@link #submit}.
   */
  public StreamExecutionEnvironment environment() {
    return StreamExecutionEnvironment.getExecutionEnvironment(new Configuration(configuration));
  }

  /** Submits the job under a name and returns at once. */
  public JobID submit(StreamGraph graph, String name) {
    graph.setJobName(name);
    return answer("submit job " + name, START_LIMIT, cluster.submitJob(graph)).getJobID();
  }

  /** Waits until the job and each of its tasks run. Fails at once when the job does. */
  public void awaitRunning(JobID job) {
    Patience.of(START_LIMIT)
        .until(
            () -> isRunning(job),
            "Cannot start job %s: not all tasks run after %s; see %s"
                .formatted(job, START_LIMIT, url()));
  }

  /** Waits until the job's Kafka sources were given that many partitions of the topic. */
  public void awaitAssigned(JobID job, String topic, int partitions) {
    FlinkMetrics metrics = new FlinkMetrics(new FlinkRest(url()));
    Patience.of(START_LIMIT)
        .until(
            () -> metrics.assignedPartitions(job.toHexString(), topic) >= partitions,
            "Cannot start job %s: topic %s is not assigned after %s; see %s"
                .formatted(job, topic, START_LIMIT, url()));
  }

  /** Fails, with the cause, when the job has failed or ended. */
  public void check(JobID job) {
    AccessExecutionGraph graph = graph(job);
    if (graph.getState().isTerminalState()) {
      throw failed(graph);
    }
  }

  /**
   * Lets the sources end, everything in flight come out and the trailing windows fire, then stops
   * the job with a savepoint.
   *
   * @return path of the savepoint
   */
  public String stopWithDrain(JobID job) {
    return answer(
        "stop job " + job,
        STOP_LIMIT,
        cluster.stopWithSavepoint(
            job, savepoints.toUri().toString(), true, SavepointFormatType.CANONICAL));
  }

  /**
   * Ends the TaskManager without warning and starts another: jobs restart from their last
   * checkpoint.
   */
  public void replaceTaskManager() {
    answer("end the TaskManager", STOP_LIMIT, cluster.terminateTaskManager(0));
    try {
      cluster.startTaskManager();
    } catch (Exception e) {
      throw new Failure(
          "Cannot start a TaskManager: %s; see the log".formatted(Failure.reason(e)), e);
    }
  }

  /** Checkpoints that the job has completed. */
  public long completedCheckpoints(JobID job) {
    return answer("read job " + job, START_LIMIT, cluster.getExecutionGraph(job))
        .getCheckpointStatsSnapshot()
        .getCounts()
        .getNumberOfCompletedCheckpoints();
  }

  public JobStatus status(JobID job) {
    return answer("read the status of job " + job, START_LIMIT, cluster.getJobStatus(job));
  }

  public Collection<JobStatusMessage> jobs() {
    return answer("list the jobs", START_LIMIT, cluster.listJobs());
  }

  /** Cancels what still runs and stops the cluster. */
  @Override
  public void close() {
    answer("stop Flink", STOP_LIMIT, cluster.closeAsync());
  }

  private boolean isRunning(JobID job) {
    AccessExecutionGraph graph = graph(job);
    if (graph.getState().isTerminalState() || graph.getState() == JobStatus.FAILING) {
      throw failed(graph);
    }
    if (graph.getState() != JobStatus.RUNNING) {
      return false;
    }
    for (AccessExecutionVertex vertex : graph.getAllExecutionVertices()) {
      ExecutionState state = vertex.getExecutionState();
      if (state != ExecutionState.RUNNING && state != ExecutionState.FINISHED) {
        return false;
      }
    }
    return true;
  }

  private AccessExecutionGraph graph(JobID job) {
    return answer("read job " + job, START_LIMIT, cluster.getExecutionGraph(job));
  }

  private Failure failed(AccessExecutionGraph graph) {
    String cause =
        graph.getFailureInfo() == null
            ? "it is " + graph.getState()
            : innermost(graph.getFailureInfo().getException().getFullStringifiedStackTrace());
    return new Failure("Cannot run job %s: %s; see the log".formatted(graph.getJobName(), cause));
  }

  /** The last cause of a stack trace, without its frames. */
  private static String innermost(String stackTrace) {
    return stackTrace
        .lines()
        .filter(line -> !line.startsWith("\t"))
        .reduce((outer, inner) -> inner)
        .orElse(stackTrace);
  }

  private static <T> T answer(String verb, Duration limit, CompletableFuture<T> future) {
    try {
      return future.get(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Failure("Cannot " + verb + ": interrupted; run the command again", e);
    } catch (ExecutionException e) {
      throw new Failure("Cannot " + verb + ": " + Failure.reason(e) + "; see the log", e);
    } catch (TimeoutException e) {
      throw new Failure("Cannot " + verb + ": no answer within " + limit + "; see the log", e);
    }
  }

  private static Map<String, String> settings(Path directory, int port, int parallelism) {
    Map<String, String> settings = new HashMap<>();
    settings.put("rest.address", Ports.LOOPBACK);
    settings.put("rest.bind-address", Ports.LOOPBACK);
    settings.put("rest.port", String.valueOf(port));
    settings.put("rest.bind-port", String.valueOf(port));
    settings.put("web.tmpdir", directory.resolve("web").toString());
    settings.put("web.submit.enable", "true");
    // A submitted jar brings Kafka's client again; the connector is here already and knows only
    // ours.
    settings.put("classloader.resolve-order", "parent-first");
    settings.put("io.tmp.dirs", directory.resolve("tmp").toString());
    settings.put("metrics.fetcher.update-interval", "1000");
    settings.put("taskmanager.memory.managed.size", "512m");
    settings.put("taskmanager.memory.network.min", "128m");
    settings.put("taskmanager.memory.network.max", "128m");
    settings.put("parallelism.default", String.valueOf(parallelism));
    settings.put("pipeline.max-parallelism", "720");
    settings.put("pipeline.auto-generate-uids", "false");
    settings.put("pipeline.generic-types", "false");
    settings.put("pipeline.object-reuse", "true");
    settings.put("pipeline.auto-watermark-interval", "200 ms");
    settings.put("execution.buffer-timeout.interval", "50 ms");
    settings.put("state.backend.type", "rocksdb");
    settings.put("state.backend.rocksdb.timer-service.factory", "HEAP");
    settings.putAll(checkpoints(directory));
    settings.put("restart-strategy.type", "fixed-delay");
    settings.put("restart-strategy.fixed-delay.attempts", "10");
    settings.put("restart-strategy.fixed-delay.delay", "200 ms");
    return settings;
  }

  private static Map<String, String> checkpoints(Path directory) {
    Map<String, String> settings = new HashMap<>();
    settings.put("execution.checkpointing.interval", "1 s");
    settings.put("execution.checkpointing.mode", "EXACTLY_ONCE");
    settings.put("execution.checkpointing.incremental", "true");
    settings.put(
        "execution.checkpointing.dir", directory.resolve("checkpoints").toUri().toString());
    settings.put(
        "execution.checkpointing.savepoint-dir",
        directory.resolve("savepoints").toUri().toString());
    settings.put("execution.checkpointing.timeout", "60 s");
    settings.put("execution.checkpointing.tolerable-failed-checkpoints", "10");
    settings.put("execution.checkpointing.storage", "filesystem");
    return settings;
  }
}
