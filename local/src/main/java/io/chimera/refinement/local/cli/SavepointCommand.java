package io.chimera.refinement.local.cli;

import io.chimera.refinement.local.world.FlinkJobs;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code savepoint}: the state of a job, to start from later. */
@Command(
    name = "savepoint",
    mixinStandardHelpOptions = true,
    versionProvider = Refinement.Version.class,
    sortOptions = false,
    showDefaultValues = true,
    description = {
      "Takes a savepoint of a running job, waits until it is complete, and prints its path.",
      "With --stop the job ends with it: nothing is lost, nothing is read twice when it is restored from there."
    })
final class SavepointCommand implements Callable<Integer> {
  @CommandLine.Spec private CommandLine.Model.CommandSpec spec;

  @Mixin private RunningJob job = new RunningJob();

  @Option(names = "--stop", description = "Stop the job with the savepoint.")
  private boolean stop;

  @Option(
      names = "--drain",
      description =
          "With --stop: let open windows fire, because no input will ever follow. Not for upgrades.")
  private boolean drain;

  @Option(
      names = "--directory",
      paramLabel = "URI",
      description = "Where to, as the cluster sees it; its own savepoint folder without it.")
  private String directory;

  @Override
  public Integer call() {
    if (drain && !stop) {
      throw new CommandLine.ParameterException(
          spec.commandLine(), "--drain must be given together with --stop");
    }
    FlinkJobs jobs = new FlinkJobs(job.flink());
    String id = job.find().id();
    Optional<String> target = Optional.ofNullable(directory);
    spec.commandLine()
        .getOut()
        .println(
            stop ? jobs.savepoints().stop(id, drain, target) : jobs.savepoints().take(id, target));
    return CommandLine.ExitCode.OK;
  }
}
