package io.chimera.refinement.local.cli;

import io.chimera.refinement.local.world.FlinkJobs;
import io.chimera.refinement.local.world.FlinkRest;
import picocli.CommandLine.Option;

/** {@code --jobmanager}, {@code --job} and {@code --id}: which job of which cluster is meant. */
final class RunningJob {
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

  /** The job, which must run. */
  FlinkJobs.Job find() {
    return new FlinkJobs(flink).find(id == null ? kind.runningName() : id);
  }
}
