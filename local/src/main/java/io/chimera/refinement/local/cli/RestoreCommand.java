package io.chimera.refinement.local.cli;

import java.util.concurrent.Callable;
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
  @Option(
      names = "--from",
      required = true,
      paramLabel = "SAVEPOINT",
      description = "Path of the savepoint, or of a checkpoint such as .../JOB_ID/chk-17.")
  private String savepoint;

  @Option(
      names = "--job",
      paramLabel = "NAME",
      defaultValue = "refinement",
      description = "The job that the savepoint is of, one of: ${COMPLETION-CANDIDATES}.")
  private JobKind job;

  @Mixin private JobStart start = new JobStart();

  @Override
  public Integer call() {
    return start.run(job, savepoint);
  }
}
