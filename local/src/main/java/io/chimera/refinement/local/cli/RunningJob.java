package io.chimera.refinement.local.cli;

import io.chimera.refinement.local.world.FlinkJobs;
import io.chimera.refinement.local.world.FlinkRest;
import io.chimera.refinement.local.world.Patience;
import java.time.Duration;
import picocli.CommandLine.Option;

/** {@code --jobmanager}, {@code --job} and {@code --id}: which job of which cluster is meant. */
final class RunningJob {
  private static final Duration LIMIT = Duration.ofMinutes(1);

  @Option(
      names = "--jobmanager",
      paramLabel = "HOST:PORT",
      defaultValue = "localhost:8081",
      converter = FlinkAddress.class,
      description = "REST address of the cluster; several separated by commas.")
  private FlinkRest flink;

  @Option(
      names = "--job",
      paramLabel = "NAME",
      defaultValue = "refinement",
      description = "One of: ${COMPLETION-CANDIDATES}.")
  private JobKind kind;

  @Option(
      names = "--id",
      paramLabel = "JOB_ID",
      description = "Id of the job, when several of this kind run on the cluster.")
  private String id;

  FlinkRest flink() {
    return flink;
  }

  JobKind kind() {
    return kind;
  }

  /** The job, once all of its tasks run: it may just be starting, or coming back. */
  FlinkJobs.Job find() {
    FlinkJobs jobs = new FlinkJobs(flink);
    FlinkJobs.Job job = jobs.find(id == null ? kind.runningName() : id);
    Patience.of(LIMIT)
        .until(
            () -> jobs.isRunning(job.id()),
            "Cannot go on with %s: not all of its tasks run after %d s; see %s"
                .formatted(job.name(), LIMIT.toSeconds(), flink.url()));
    return job;
  }
}
