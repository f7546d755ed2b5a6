package io.chimera.refinement.local.run;

import io.chimera.refinement.jobs.MetricsJob;
import io.chimera.refinement.jobs.RefinementJob;
import io.chimera.refinement.jobs.config.Settings;
import io.chimera.refinement.local.world.EmbeddedDatabase;
import io.chimera.refinement.local.world.EmbeddedFlink;
import io.chimera.refinement.local.world.TopicNames;
import java.time.Duration;
import org.apache.flink.api.common.JobID;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * Both streaming jobs on the embedded Flink, from the submission to the last point in the database.
 */
final class LiveJobs {
  private static final Duration DRAIN_LIMIT = Duration.ofMinutes(3);

  private final EmbeddedFlink flink;
  private final TopicNames topics;
  private final String groupPrefix;
  private final JobID refinement;
  private final JobID metrics;

  private LiveJobs(EmbeddedFlink flink, Settings settings, JobID refinement, JobID metrics) {
    this.flink = flink;
    this.topics = new TopicNames(settings.topicPrefix());
    this.groupPrefix = settings.topicPrefix() + settings.deployment() + '.';
    this.refinement = refinement;
    this.metrics = metrics;
  }

  /** Submits both jobs and waits until every task runs. */
  static LiveJobs start(EmbeddedFlink flink, Settings settings) {
    StreamExecutionEnvironment env = flink.environment();
    RefinementJob.define(env, settings);
    JobID refinement = flink.submit(env.getStreamGraph(), RefinementJob.NAME);
    StreamExecutionEnvironment metricsEnv = flink.environment();
    MetricsJob.define(metricsEnv, settings);
    JobID metrics = flink.submit(metricsEnv.getStreamGraph(), MetricsJob.NAME);
    flink.awaitRunning(refinement);
    flink.awaitRunning(metrics);
    return new LiveJobs(flink, settings, refinement, metrics);
  }

  /** Waits until the refinement job reads every partition of the reports. */
  void awaitSources(ConsumerProgress progress) {
    flink.awaitAssigned(refinement, topics.kpiReports(), progress.partitions(topics.kpiReports()));
  }

  /** Fails when a job does not run any more. */
  void check() {
    flink.check(refinement);
    flink.check(metrics);
  }

  /** Reports that wait to be read. */
  long reportsLag(ConsumerProgress progress) {
    return progress.lag(topics.kpiReports(), groupPrefix + "reports");
  }

  /** Ends both jobs so that everything sent by now is in the topics and in the database. */
  void drain(ConsumerProgress progress, EmbeddedDatabase database) {
    progress.awaitConsumed(topics.kpiReports(), groupPrefix + "reports", DRAIN_LIMIT);
    progress.awaitConsumed(topics.outcomes(), groupPrefix + "outcomes", DRAIN_LIMIT);
    flink.stopWithDrain(refinement);
    progress.awaitConsumed(topics.metricPoints(), groupPrefix + "metrics", DRAIN_LIMIT);
    flink.stopWithDrain(metrics);
    database.queries().awaitApplied();
  }
}
