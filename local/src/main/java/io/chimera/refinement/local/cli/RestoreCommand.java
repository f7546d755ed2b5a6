package io.chimera.refinement.local.cli;

import io.chimera.refinement.local.world.FlinkRest;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code restore}: a job from a savepoint. */
@Command(
    name = "restore",
    mixinStandardHelpOptions = true,
    versionProvider = Refinement.Version.class,
    sortOptions = false,
    showDefaultValues = true,
    description = {
      "Starts a job from a savepoint or a retained checkpoint, waits until every task of it runs, and prints its id.",
      "Pass the settings that the job had; refinement savepoint --stop prints the path. The same as submit --from."
    })
final class RestoreCommand implements Callable<Integer> {
  @CommandLine.Spec private CommandLine.Model.CommandSpec spec;

  @Option(
      names = "--from",
      required = true,
      paramLabel = "SAVEPOINT",
      description = "Path of the savepoint, or of a checkpoint such as .../JOB_ID/chk-17.")
  private String savepoint;

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
      description = "The job that the savepoint is of, one of: ${COMPLETION-CANDIDATES}.")
  private JobKind job;

  @Option(
      names = "--parallelism",
      paramLabel = "N",
      converter = Parallelism.class,
      description =
          "Parallel instances of each operator, the same as before or not; the cluster's default without it.")
  private Integer parallelism;

  @Mixin private SettingsOptions settings = new SettingsOptions();

  @Override
  public Integer call() {
    String id =
        new JobSubmission(flink, job, settings.values())
            .run(
                Optional.of(savepoint),
                parallelism == null ? OptionalInt.empty() : OptionalInt.of(parallelism));
    spec.commandLine().getOut().println(id);
    return CommandLine.ExitCode.OK;
  }
}
