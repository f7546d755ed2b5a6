package io.chimera.refinement.local.cli;

import io.chimera.refinement.jobs.DeliveryJob;
import io.chimera.refinement.jobs.config.Settings;
import io.chimera.refinement.local.cluster.Distribution;
import io.chimera.refinement.local.world.FlinkJobs;
import io.chimera.refinement.local.world.FlinkRest;
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
  private final Path jar;
  private final List<String> arguments = new ArrayList<>();

  /** Checks settings and jar; nothing is submitted yet. */
  JobSubmission(FlinkRest flink, JobKind kind, Map<String, String> settings) {
    Settings checked = Settings.from(settings);
    if (kind == JobKind.delivery) {
      DeliveryJob.check(checked);
    }
    this.jobs = new FlinkJobs(flink);
    this.jar = Distribution.installed().jobJar(kind.jar());
    settings.forEach((key, value) -> arguments.addAll(List.of("--set", key + '=' + value)));
  }

  /**
   * Submits and waits.
   *
   * @param savepoint where to start from
   * @param parallelism empty for the cluster's default
   * @return the id of the job
   */
  String run(Optional<String> savepoint, OptionalInt parallelism) {
    String id =
        jobs.submit(new FlinkJobs.Submission(jar, List.copyOf(arguments), savepoint, parallelism));
    jobs.awaitRunning(id, START_LIMIT);
    return id;
  }
}
