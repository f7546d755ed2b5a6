package io.chimera.refinement.local.run;

import io.chimera.refinement.jobs.config.Settings;
import io.chimera.refinement.local.Failure;
import io.chimera.refinement.local.world.DatabaseQueries;
import io.chimera.refinement.local.world.FlinkJobs;
import io.chimera.refinement.local.world.FlinkUnreachable;
import io.chimera.refinement.local.world.TopicNames;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The streaming jobs, from the submission to the last point in the database. */
final class LiveJobs {
  private static final Logger LOG = LoggerFactory.getLogger(LiveJobs.class);
  private static final Duration START_LIMIT = Duration.ofMinutes(2);
  private static final Duration DRAIN_LIMIT = Duration.ofMinutes(3);

  private final FlinkJobs flink;
  private final TopicNames topics;
  private final String groupPrefix;
  private final World.JobIds ids;

  private LiveJobs(FlinkJobs flink, Settings settings, World.JobIds ids) {
    this.flink = flink;
    this.topics = new TopicNames(settings.topicPrefix());
    this.groupPrefix = settings.topicPrefix() + settings.deployment() + '.';
    this.ids = ids;
  }

  /** Submits the jobs and waits until every task runs. */
  static LiveJobs start(World world, Settings settings, Map<String, String> values) {
    FlinkJobs flink = new FlinkJobs(world.flink());
    World.JobIds ids = world.submit(settings, values);
    ids.all().forEach(id -> flink.awaitRunning(id, START_LIMIT));
    return new LiveJobs(flink, settings, ids);
  }

  /** Waits until the refinement job reads every partition of the reports. */
  void awaitSources(ConsumerProgress progress) {
    flink.awaitAssigned(
        ids.refinement(),
        topics.kpiReports(),
        progress.partitions(topics.kpiReports()),
        START_LIMIT);
  }

  /** Fails when a job has ended. A JobManager that is just away is no reason. */
  void check() {
    try {
      ids.all().forEach(flink::check);
    } catch (FlinkUnreachable e) {
      LOG.warn("{}", e.getMessage());
    }
  }

  /** Reports that wait to be read; empty while the broker does not answer. */
  OptionalLong reportsLag(ConsumerProgress progress) {
    try {
      return OptionalLong.of(progress.lag(topics.kpiReports(), groupPrefix + "reports"));
    } catch (Failure e) {
      LOG.warn("{}", e.getMessage());
      return OptionalLong.empty();
    }
  }

  /**
   * Ends the jobs so that everything sent by now is in the topics and in the database. The delivery
   * job ends last: by then it has read what was recommended.
   */
  void drain(ConsumerProgress progress, DatabaseQueries database) {
    progress.awaitConsumed(topics.kpiReports(), groupPrefix + "reports", DRAIN_LIMIT);
    progress.awaitConsumed(topics.outcomes(), groupPrefix + "outcomes", DRAIN_LIMIT);
    flink.savepoints().stop(ids.refinement(), true, Optional.empty());
    progress.awaitConsumed(topics.metricPoints(), groupPrefix + "metrics", DRAIN_LIMIT);
    flink.savepoints().stop(ids.metrics(), true, Optional.empty());
    ids.delivery().ifPresent(id -> flink.savepoints().stop(id, true, Optional.empty()));
    database.awaitApplied();
  }
}
