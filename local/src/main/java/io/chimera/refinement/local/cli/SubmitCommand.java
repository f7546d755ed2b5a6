package io.chimera.refinement.local.cli;

import io.chimera.refinement.local.world.FlinkRest;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code submit}: a job on a running cluster. */
@Command(
    name = "submit",
    mixinStandardHelpOptions = true,
    versionProvider = Refinement.Version.class,
    sortOptions = false,
    showDefaultValues = true,
    description = {
      "Submits a job to a running Flink cluster, waits until every task of it runs, and prints its id.",
      "The settings are checked here and travel with the job. Files that they name, such as a folder of packs, are read on the JobManager."
    })
final class SubmitCommand implements Callable<Integer> {
  @CommandLine.Spec private CommandLine.Model.CommandSpec spec;

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
  private JobKind job;

  @Option(
      names = "--from",
      paramLabel = "SAVEPOINT",
      description = "Savepoint or checkpoint to start from.")
  private String savepoint;

  @Option(
      names = "--parallelism",
      paramLabel = "N",
      converter = Parallelism.class,
      description = "Parallel instances of each operator; the cluster's default without it.")
  private Integer parallelism;

  @Mixin private SettingsOptions settings = new SettingsOptions();

  @Override
  public Integer call() {
    String id =
        new JobSubmission(flink, job, settings.values())
            .run(
                Optional.ofNullable(savepoint),
                parallelism == null ? OptionalInt.empty() : OptionalInt.of(parallelism));
    spec.commandLine().getOut().println(id);
    return CommandLine.ExitCode.OK;
  }
}
