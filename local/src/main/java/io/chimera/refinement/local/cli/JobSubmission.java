package io.chimera.refinement.local.cli;

import io.chimera.refinement.jobs.DeliveryJob;
import io.chimera.refinement.jobs.config.Settings;
import io.chimera.refinement.local.Failure;
import io.chimera.refinement.local.cluster.Distribution;
import io.chimera.refinement.local.world.FlinkJobs;
import io.chimera.refinement.local.world.FlinkRest;
import io.chimera.refinement.local.world.Submission;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** Submits one of our jobs and waits until every task of it runs. */
final class JobSubmission {
  private static final Duration START_LIMIT = Duration.ofMinutes(2);

  private final FlinkJobs jobs;
  private final JobKind kind;
  private final Path jar;
  private final List<String> arguments = new ArrayList<>();

  /** Checks settings and jar; nothing is submitted yet. */
  JobSubmission(FlinkRest flink, JobKind kind, Map<String, String> settings) {
    Settings checked = Settings.from(settings);
    if (kind == JobKind.delivery) {
      DeliveryJob.check(checked);
    }
    this.jobs = new FlinkJobs(flink);
    this.kind = kind;
    this.jar = Distribution.installed().jobJar(kind.jar());
    settings.forEach((key, value) -> arguments.addAll(List.of("--set", key + '=' + value)));
  }

  /**
   * Submits and waits.
   *
   * @param origin where to start from
   * @param parallelism empty for the cluster's default
   * @return the id of the job
   */
  String run(Optional<Submission.Origin> origin, OptionalInt parallelism) {
    try {
      String id = jobs.submit(new Submission(jar, List.copyOf(arguments), origin, parallelism));
      jobs.awaitRunning(id, START_LIMIT);
      return id;
    } catch (Failure e) {
      throw origin.isPresent() && e.getMessage().contains(Submission.Origin.NOBODY_FOR_STATE)
          ? new Failure(nobodyForState(origin.get().path()), e)
          : e;
    }
  }

  private String nobodyForState(String path) {
    return "Cannot start %s from %s: the job has no operator for some of the state in it; if a subscriber was removed on purpose, "
            .formatted(kind, path)
        + "pass --allow-non-restored-state to restore, which forgets that state, else check --job, --config and the version of the jar";
  }
}
