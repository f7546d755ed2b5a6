package io.chimera.refinement.local.cli;

import io.chimera.refinement.jobs.config.GivenSettings;
import io.chimera.refinement.jobs.config.InvalidSettings;
import io.chimera.refinement.local.Failure;
import io.chimera.refinement.local.world.FlinkJobs;
import io.chimera.refinement.local.world.Patience;
import io.chimera.refinement.local.world.Submission;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code rescale}: a running job at another parallelism. */
@Command(
    name = "rescale",
    mixinStandardHelpOptions = true,
    versionProvider = Refinement.Version.class,
    sortOptions = false,
    showDefaultValues = true,
    description = {
      "Changes the parallelism of a running job without losing or repeating anything, and prints the id of the job.",
      "With the adaptive scheduler the job goes on under its id. Otherwise it is stopped with a savepoint and submitted again from it,"
          + " with the settings it had; --config and --set change single ones. Secrets are not shown by a running job: pass them again."
    })
final class RescaleCommand implements Callable<Integer> {
  private static final Duration LIMIT = Duration.ofMinutes(2);
  private static final String SUBSCRIBERS = "refinement.subscribers.";

  @CommandLine.Spec private CommandLine.Model.CommandSpec spec;

  @Mixin private RunningJob job = new RunningJob();

  @Option(
      names = "--parallelism",
      required = true,
      paramLabel = "N",
      converter = Parallelism.class,
      description = "Parallel instances of each operator, up to 720.")
  private Integer parallelism;

  @Mixin private SettingsOptions settings = new SettingsOptions();

  @Override
  public Integer call() {
    FlinkJobs jobs = new FlinkJobs(job.flink());
    FlinkJobs.Job running = job.find();
    int slots = jobs.freeSlots() + jobs.parallelism(running.id());
    if (slots < parallelism) {
      throw new Failure(
          "Cannot rescale %s: parallelism %d needs as many slots, %d are there; start TaskManagers first. Nothing was changed"
              .formatted(running.name(), parallelism, slots));
    }
    String id = jobs.isAdaptive() ? inPlace(jobs, running) : bySavepoint(jobs, running);
    spec.commandLine().getOut().println(id);
    return CommandLine.ExitCode.OK;
  }

  private String inPlace(FlinkJobs jobs, FlinkJobs.Job running) {
    jobs.require(running.id(), parallelism);
    Patience.of(LIMIT)
        .until(
            () -> jobs.parallelism(running.id()) == parallelism && jobs.isRunning(running.id()),
            "Cannot rescale %s: it does not run at parallelism %d after %s; see %s"
                .formatted(running.name(), parallelism, LIMIT, job.flink().url()));
    return running.id();
  }

  private String bySavepoint(FlinkJobs jobs, FlinkJobs.Job running) {
    Map<String, String> values = jobs.givenSettings(running.id());
    if (!job.kind().delivers()) {
      // Whoever submitted it passed them to all jobs alike; nobody should have to look them up.
      values.keySet().removeIf(key -> key.startsWith(SUBSCRIBERS));
    }
    values.putAll(settings.values());
    List<String> hidden =
        values.entrySet().stream()
            .filter(setting -> setting.getValue().equals(GivenSettings.HIDDEN))
            .map(setting -> setting.getKey() + " must be passed again, was hidden by the job")
            .toList();
    if (!hidden.isEmpty()) {
      throw new InvalidSettings(hidden);
    }
    JobSubmission again = new JobSubmission(job.flink(), job.kind(), values);
    String savepoint = jobs.savepoints().stop(running.id(), false, Optional.empty());
    try {
      return again.run(
          Optional.of(new Submission.Origin(savepoint, false)), OptionalInt.of(parallelism));
    } catch (Failure e) {
      throw new Failure(
          "Cannot start %s again at parallelism %d: %s; it is stopped with savepoint %s, pass this to refinement restore --from"
              .formatted(running.name(), parallelism, e.getMessage(), savepoint),
          e);
    }
  }
}
