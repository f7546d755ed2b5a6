package io.chimera.refinement.local.cluster;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A cluster of processes on this machine. Immutable; start from {@link #in}.
 *
 * @param directory folder of everything it writes: {@code pids}, {@code logs}, {@code conf}, data
 * @param distribution the jars to start from
 * @param size how many processes
 * @param ports where it listens
 * @param flinkSettings keys of Flink's configuration over those of {@code flink-conf/config.yaml}
 * @param flinkJvmOptions options of JobManagers and TaskManagers beyond those that Flink needs
 */
public record ClusterPlan(
    Path directory,
    Distribution distribution,
    Size size,
    Ports ports,
    Map<String, String> flinkSettings,
    List<String> flinkJvmOptions) {

  /**
   * How many processes.
   *
   * @param jobManagers 1, or 2 for a leader and a standby
   * @param highAvailability whether ZooKeeper elects the leader and jobs survive their JobManager;
   *     always with two
   * @param taskManagers at least 1
   * @param slotsPerTaskManager task slots of each
   * @param database whether there is a time-series database
   */
  public record Size(
      int jobManagers,
      boolean highAvailability,
      int taskManagers,
      int slotsPerTaskManager,
      boolean database) {
    public Size {
      if (jobManagers < 1 || jobManagers > 2) {
        throw new IllegalArgumentException("jobManagers must be 1 or 2, was " + jobManagers);
      }
      if (taskManagers < 0) {
        throw new IllegalArgumentException(
            "taskManagers must not be negative, was " + taskManagers);
      }
      if (slotsPerTaskManager < 1) {
        throw new IllegalArgumentException(
            "slotsPerTaskManager must be at least 1, was " + slotsPerTaskManager);
      }
      highAvailability = highAvailability || jobManagers > 1;
    }
  }

  /** Where the cluster listens, always on loopback; 0 for any free port. */
  public record Ports(int kafka, int ui, int db) {
    static final Ports ANY = new Ports(0, 0, 0);
  }

  public ClusterPlan {
    directory = directory.toAbsolutePath().normalize();
    flinkSettings = Map.copyOf(flinkSettings);
    flinkJvmOptions = List.copyOf(flinkJvmOptions);
  }

  /**
   * One JobManager, two TaskManagers of four slots, so that either can carry two jobs of
   * parallelism 2 alone, and a database, on any free ports.
   */
  public static ClusterPlan in(Path directory) {
    return new ClusterPlan(
        directory,
        Distribution.installed(),
        new Size(1, false, 2, 4, true),
        Ports.ANY,
        Map.of(),
        List.of());
  }

  public ClusterPlan withDistribution(Distribution jars) {
    return new ClusterPlan(directory, jars, size, ports, flinkSettings, flinkJvmOptions);
  }

  public ClusterPlan withSize(Size wanted) {
    return new ClusterPlan(directory, distribution, wanted, ports, flinkSettings, flinkJvmOptions);
  }

  /** Two JobManagers bring ZooKeeper with them. */
  public ClusterPlan withJobManagers(int count) {
    return withSize(
        new Size(
            count,
            size.highAvailability(),
            size.taskManagers(),
            size.slotsPerTaskManager(),
            size.database()));
  }

  /** ZooKeeper keeps the jobs, so that a JobManager that is started again goes on with them. */
  public ClusterPlan withHighAvailability() {
    return withSize(
        new Size(
            size.jobManagers(),
            true,
            size.taskManagers(),
            size.slotsPerTaskManager(),
            size.database()));
  }

  public ClusterPlan withTaskManagers(int count, int slotsEach) {
    return withSize(
        new Size(size.jobManagers(), size.highAvailability(), count, slotsEach, size.database()));
  }

  public ClusterPlan withoutDatabase() {
    return withSize(
        new Size(
            size.jobManagers(),
            size.highAvailability(),
            size.taskManagers(),
            size.slotsPerTaskManager(),
            false));
  }

  public ClusterPlan withPorts(Ports wanted) {
    return new ClusterPlan(directory, distribution, size, wanted, flinkSettings, flinkJvmOptions);
  }

  /** With one more key of Flink's configuration. */
  public ClusterPlan with(String key, String value) {
    Map<String, String> settings = new LinkedHashMap<>(flinkSettings);
    settings.put(key, value);
    return new ClusterPlan(directory, distribution, size, ports, settings, flinkJvmOptions);
  }

  public ClusterPlan withFlinkJvmOptions(List<String> options) {
    return new ClusterPlan(directory, distribution, size, ports, flinkSettings, options);
  }
}
