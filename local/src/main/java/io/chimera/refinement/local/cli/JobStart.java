package io.chimera.refinement.local.cli;

import io.chimera.refinement.local.world.FlinkRest;
import io.chimera.refinement.local.world.Submission;
import java.util.Optional;
import java.util.OptionalInt;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** How a job is started, whatever it starts from. */
final class JobStart {
  private static final String ALLOW = "--allow-non-restored-state";

  @CommandLine.Spec(CommandLine.Spec.Target.MIXEE)
  private CommandSpec spec;

  @Option(
      names = "--jobmanager",
      paramLabel = "HOST:PORT",
      defaultValue = "localhost:8081",
      converter = FlinkAddress.class,
      description = "REST address of the cluster; several separated by commas.")
  private FlinkRest flink;

  @Option(
      names = "--parallelism",
      paramLabel = "N",
      converter = Parallelism.class,
      description =
          "Parallel instances of each operator, the same as before or not; the cluster's default without it.")
  private Integer parallelism;

  @Option(
      names = ALLOW,
      description =
          "With --from: forget the state of operators that the job no longer has, such as those of a subscriber that was removed.")
  private boolean allowNonRestoredState;

  @Mixin private SettingsOptions settings = new SettingsOptions();

  /**
   * Starts the job and prints its id.
   *
   * @param savepoint where it starts from, or null
   */
  int run(JobKind job, String savepoint) {
    if (allowNonRestoredState && savepoint == null) {
      throw new CommandLine.ParameterException(
          spec.commandLine(), ALLOW + " must be given together with --from");
    }
    String id =
        new JobSubmission(flink, job, settings.values())
            .run(
                Optional.ofNullable(savepoint)
                    .map(path -> new Submission.Origin(path, allowNonRestoredState)),
                parallelism == null ? OptionalInt.empty() : OptionalInt.of(parallelism));
    spec.commandLine().getOut().println(id);
    return CommandLine.ExitCode.OK;
  }
}
