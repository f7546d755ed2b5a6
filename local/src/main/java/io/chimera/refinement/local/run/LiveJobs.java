package io.chimera.refinement.local.run;

import io.chimera.refinement.connectors.delivery.Subscriber;
import io.chimera.refinement.jobs.DeliveryJob;
import io.chimera.refinement.jobs.MetricsJob;
import io.chimera.refinement.jobs.RefinementJob;
import io.chimera.refinement.jobs.config.Settings;
import io.chimera.refinement.local.Failure;
import io.chimera.refinement.local.world.DatabaseQueries;
import io.chimera.refinement.local.world.FlinkJobs;
import io.chimera.refinement.local.world.FlinkUnreachable;
import io.chimera.refinement.local.world.TopicNames;
import java.time.Duration;
import java.util.List;
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
  private static final Duration DELIVERY_LIMIT = Duration.ofMinutes(1);

  private final FlinkJobs flink;
  private final TopicNames topics;
  private final String groupPrefix;
  private final List<String> subscribers;
  private final FollowedJob refinement;
  private final FollowedJob metrics;
  private final Optional<FollowedJob> delivery;

  private LiveJobs(FlinkJobs flink, Settings settings, World.JobIds ids) {
    this.flink = flink;
    this.topics = new TopicNames(settings.topicPrefix());
    this.groupPrefix = settings.topicPrefix() + settings.deployment() + '.';
    this.subscribers = settings.subscribers().stream().map(Subscriber::name).toList();
    this.refinement = new FollowedJob(flink, RefinementJob.NAME, ids.refinement());
    this.metrics = new FollowedJob(flink, MetricsJob.NAME, ids.metrics());
    this.delivery = ids.delivery().map(id -> new FollowedJob(flink, DeliveryJob.NAME, id));
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
        refinement.id(),
        topics.kpiReports(),
        progress.partitions(topics.kpiReports()),
        START_LIMIT);
  }

  /**
   * Fails when a job has failed, or was stopped and is not started again. A JobManager that is just
   * away is no reason.
   */
  void check() {
    try {
      refinement.check();
      metrics.check();
      delivery.ifPresent(FollowedJob::check);
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
   * Ends the jobs so that everything sent by now is in the topics and in the database, and every
   * subscriber has had its chance. The delivery job ends last, when it has read what the refinement
   * job recommended to the end; a subscriber that is away is not waited for.
   */
  void drain(ConsumerProgress progress, DatabaseQueries database) {
    refinement.demand();
    metrics.demand();
    progress.awaitConsumed(topics.kpiReports(), groupPrefix + "reports", DRAIN_LIMIT);
    progress.awaitConsumed(topics.outcomes(), groupPrefix + "outcomes", DRAIN_LIMIT);
    stop(refinement);
    progress.awaitConsumed(topics.metricPoints(), groupPrefix + "metrics", DRAIN_LIMIT);
    stop(metrics);
    delivery.ifPresent(job -> endDelivery(job, progress));
    database.awaitApplied();
  }

  /**
   * Lets the delivery job read to the end, for a while: somebody may have started it again without
   * one of the subscribers, and no summary waits for that.
   */
  private void endDelivery(FollowedJob job, ConsumerProgress progress) {
    job.demand();
    try {
      progress.awaitCommittedConsumed(
          topics.recommendations(),
          subscribers.stream().map(name -> groupPrefix + "delivery-" + name).toList(),
          DELIVERY_LIMIT);
    } catch (Failure e) {
      LOG.warn("Some recommendations are not delivered: {}", e.getMessage());
    }
    stop(job);
  }

  private void stop(FollowedJob job) {
    job.demand();
    flink.savepoints().stop(job.id(), true, Optional.empty());
  }
}
