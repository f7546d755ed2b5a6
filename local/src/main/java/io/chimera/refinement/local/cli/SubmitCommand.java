package io.chimera.refinement.local.cli;

import java.util.concurrent.Callable;
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

  @Mixin private JobStart start = new JobStart();

  @Override
  public Integer call() {
    return start.run(job, savepoint);
  }
}
