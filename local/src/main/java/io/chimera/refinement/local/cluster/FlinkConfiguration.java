package io.chimera.refinement.local.cluster;

import io.chimera.refinement.jobs.config.SettingsFile;
import io.chimera.refinement.local.Failure;
import io.chimera.refinement.local.world.Ports;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.flink.configuration.Configuration;

/**
 * The configuration that all Flink processes of a cluster share: what is shipped in {@code
 * flink-conf/config.yaml}, so that the shipped tuning is what runs, and over it the addresses and
 * folders of this machine.
 */
final class FlinkConfiguration {
  private static final String JVM_OPTIONS = "env.java.opts.all";
  private static final String LOG_SETTINGS = "log4j2-flink-process.properties";

  private final Path folder;
  private final Map<String, String> settings;
  private final String jvmOptions;

  private FlinkConfiguration(Path folder, Map<String, String> settings, String jvmOptions) {
    this.folder = folder;
    this.settings = settings;
    this.jvmOptions = jvmOptions;
  }

  /**
   * Writes the configuration folder.
   *
   * @param jobManagerPort RPC port of the JobManager when there is only one and nobody elects
   * @param zooKeeperPort client port of ZooKeeper, or 0 without high availability
   */
  static FlinkConfiguration write(ClusterPlan plan, int jobManagerPort, int zooKeeperPort) {
    Map<String, String> settings =
        new TreeMap<>(SettingsFile.read(plan.distribution().flinkConfiguration()));
    String jvmOptions = settings.getOrDefault(JVM_OPTIONS, "");
    // Its server would listen on every interface.
    settings.keySet().removeIf(key -> key.startsWith("metrics.reporter."));
    settings.remove(JVM_OPTIONS);
    Path data = plan.directory().resolve("flink");
    settings.putAll(addresses(jobManagerPort));
    settings.putAll(sizes(plan.size()));
    settings.putAll(folders(data));
    if (zooKeeperPort != 0) {
      settings.putAll(highAvailability(data, zooKeeperPort));
    }
    settings.putAll(plan.flinkSettings());
    Path folder = plan.directory().resolve("conf");
    try {
      Files.createDirectories(folder);
      Files.createDirectories(data.resolve("tmp"));
      Files.createDirectories(data.resolve("web"));
      Files.write(
          folder.resolve("config.yaml"),
          settings.entrySet().stream()
              .map(entry -> entry.getKey() + ": '" + entry.getValue().replace("'", "''") + '\'')
              .toList());
      try (InputStream log =
          FlinkConfiguration.class.getClassLoader().getResourceAsStream(LOG_SETTINGS)) {
        Files.write(folder.resolve("log4j2.properties"), log.readAllBytes());
      }
    } catch (IOException e) {
      throw new Failure(
          "Cannot write Flink's configuration to %s: %s; check the data folder"
              .formatted(folder, Failure.reason(e)),
          e);
    }
    return new FlinkConfiguration(folder, settings, jvmOptions);
  }

  /** Folder for {@code --configDir}. */
  Path folder() {
    return folder;
  }

  /** What Flink's scripts give to every JVM, and where it logs. */
  List<String> jvmOptions(Path log) {
    String options =
        jvmOptions
            + " -Dlog.file="
            + log
            + " -Dlog4j2.configurationFile="
            + folder.resolve("log4j2.properties").toUri();
    return List.of(options.strip().split("\\s+"));
  }

  Configuration configuration() {
    return Configuration.fromMap(settings);
  }

  /**
   * Writes the configuration of ZooKeeper beside Flink's.
   *
   * @return the file
   */
  Path writeZooKeeper(int port) {
    Path file = folder.resolve("zoo.cfg");
    try {
      Path data = Files.createDirectories(folder.resolveSibling("zookeeper"));
      Files.write(
          file,
          List.of(
              "dataDir=" + data,
              "clientPort=" + port,
              "clientPortAddress=" + Ports.LOOPBACK,
              // Sessions last between 2 and 20 ticks.
              "tickTime=500",
              "admin.enableServer=false"));
      return file;
    } catch (IOException e) {
      throw new Failure(
          "Cannot write %s: %s; check the data folder".formatted(file, Failure.reason(e)), e);
    }
  }

  private static Map<String, String> addresses(int jobManagerPort) {
    Map<String, String> settings = new TreeMap<>();
    settings.put("jobmanager.rpc.address", Ports.LOOPBACK);
    settings.put("jobmanager.rpc.port", String.valueOf(jobManagerPort));
    settings.put("jobmanager.bind-host", Ports.LOOPBACK);
    settings.put("taskmanager.host", Ports.LOOPBACK);
    settings.put("taskmanager.bind-host", Ports.LOOPBACK);
    settings.put("rest.address", Ports.LOOPBACK);
    settings.put("rest.bind-address", Ports.LOOPBACK);
    // What the REST interface tells is what is, not what was three and ten seconds ago.
    settings.put("web.refresh-interval", "500");
    // Several JVMs that start, or deploy again, at once on few cores take their time.
    settings.put("pekko.startup-timeout", "60 s");
    settings.put("pekko.ask.timeout", "30 s");
    settings.put("metrics.fetcher.update-interval", "1000");
    return settings;
  }

  private static Map<String, String> sizes(ClusterPlan.Size size) {
    Map<String, String> settings = new TreeMap<>();
    settings.put("taskmanager.numberOfTaskSlots", String.valueOf(size.slotsPerTaskManager()));
    // Two jobs of parallelism 2 use every TaskManager, not the first one only.
    settings.put("taskmanager.load-balance.mode", "SLOTS");
    settings.put("jobmanager.memory.process.size", "1100m");
    settings.put("taskmanager.memory.process.size", "1600m");
    settings.put("taskmanager.memory.jvm-metaspace.size", "256m");
    settings.put("taskmanager.memory.network.min", "96m");
    settings.put("taskmanager.memory.network.max", "96m");
    settings.put("taskmanager.memory.managed.fraction", "0.2");
    return settings;
  }

  private static Map<String, String> folders(Path data) {
    Map<String, String> settings = new TreeMap<>();
    settings.put("execution.checkpointing.dir", data.resolve("checkpoints").toUri().toString());
    settings.put(
        "execution.checkpointing.savepoint-dir", data.resolve("savepoints").toUri().toString());
    settings.put("execution.checkpointing.interval", "1 s");
    settings.put("io.tmp.dirs", data.resolve("tmp").toString());
    settings.put("web.tmpdir", data.resolve("web").toString());
    // The same for all JobManagers: one may be asked to run a jar that another has received.
    settings.put("web.upload.dir", data.resolve("web").toString());
    return settings;
  }

  private static Map<String, String> highAvailability(Path data, int zooKeeperPort) {
    Map<String, String> settings = new TreeMap<>();
    settings.put("high-availability.type", "zookeeper");
    settings.put("high-availability.zookeeper.quorum", Ports.LOOPBACK + ':' + zooKeeperPort);
    settings.put("high-availability.storageDir", data.resolve("ha").toUri().toString());
    settings.put("high-availability.cluster-id", "/local");
    return settings;
  }
}
