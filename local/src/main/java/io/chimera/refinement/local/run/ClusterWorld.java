package io.chimera.refinement.local.run;

import io.chimera.refinement.jobs.config.Settings;
import io.chimera.refinement.local.cluster.Cluster;
import io.chimera.refinement.local.cluster.ClusterPlan;
import io.chimera.refinement.local.cluster.Supervisor;
import io.chimera.refinement.local.world.DatabaseQueries;
import io.chimera.refinement.local.world.FlinkRest;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Everything as processes of its own, which are started again when they die. Jobs survive their
 * JobManager.
 */
final class ClusterWorld implements World {
  private final Cluster cluster;
  private final ClusterPlan plan;
  private final Supervisor supervisor;

  private ClusterWorld(Cluster cluster, ClusterPlan plan) {
    this.cluster = cluster;
    this.plan = plan;
    this.supervisor = Supervisor.of(cluster);
  }

  static ClusterWorld start(
      Path directory,
      RunOptions.Ports ports,
      RunOptions.Processes processes,
      Settings settings,
      Consumer<String> progress) {
    int parallelism = World.parallelism();
    ClusterPlan plan =
        ClusterPlan.in(directory)
            .withPorts(new ClusterPlan.Ports(ports.kafka(), ports.ui(), ports.db()))
            .withJobManagers(processes.jobManagers())
            .withHighAvailability()
            // Whichever TaskManager is left can carry all jobs.
            .withTaskManagers(processes.taskManagers(), World.slots(settings))
            .with("parallelism.default", String.valueOf(parallelism));
    progress.accept(
        "starting Kafka, ZooKeeper, the time-series database (QuestDB), %d JobManager(s) and %d TaskManager(s) as processes"
            .formatted(processes.jobManagers(), processes.taskManagers()));
    Cluster cluster = Cluster.start(plan);
    try {
      cluster.createTopics(settings.topicPrefix());
      return new ClusterWorld(cluster, plan);
    } catch (RuntimeException e) {
      cluster.close();
      throw e;
    }
  }

  @Override
  public String bootstrapServers() {
    return cluster.bootstrapServers();
  }

  @Override
  public DatabaseQueries database() {
    return cluster.database();
  }

  @Override
  public FlinkRest flink() {
    return cluster.rest();
  }

  @Override
  public JobIds submit(Settings settings, Map<String, String> values) {
    List<String> arguments = new ArrayList<>();
    values.forEach((key, value) -> arguments.addAll(List.of("--set", key + '=' + value)));
    return new JobIds(
        cluster.submit(plan.distribution().jobJar("refinement-job.jar"), arguments),
        cluster.submit(plan.distribution().jobJar("metrics-job.jar"), arguments),
        settings.subscribers().isEmpty()
            ? Optional.empty()
            : Optional.of(
                cluster.submit(plan.distribution().jobJar("delivery-job.jar"), arguments)));
  }

  @Override
  public void close() {
    supervisor.close();
    cluster.close();
  }
}
