package io.chimera.refinement.local.cluster;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.runtime.clusterframework.TaskExecutorProcessSpec;
import org.apache.flink.runtime.clusterframework.TaskExecutorProcessUtils;
import org.apache.flink.runtime.jobmanager.JobManagerProcessUtils;
import org.apache.flink.runtime.util.config.memory.ProcessMemoryUtils;

/**
 * How each process of a cluster is started. For Flink's own this is what the scripts of its
 * distribution do: the memory model is computed by Flink and handed over as JVM options and keys.
 */
final class ProcessPlans {
  private static final String FLINK = "org.apache.flink.runtime.";
  // Starts fastest and takes no core from the others.
  private static final List<String> SMALL_JVM = List.of("-XX:+UseSerialGC", "-Xss512k");

  private final ClusterPlan plan;

  ProcessPlans(ClusterPlan plan) {
    this.plan = plan;
  }

  ProcessPlan jobManager(FlinkConfiguration flink, int number, int restPort) {
    String name = "jobmanager-" + number;
    Configuration configuration = flink.configuration();
    String memory =
        JobManagerProcessUtils.generateJvmParametersStr(
            JobManagerProcessUtils.processSpecFromConfig(configuration), configuration);
    return new ProcessPlan(
        name,
        plan.distribution().flinkClassPath(),
        jvmOptions(flink, name, memory),
        FLINK + "entrypoint.StandaloneSessionClusterEntrypoint",
        List.of(
            "--configDir",
            flink.folder().toString(),
            "-Drest.port=" + restPort,
            "-Drest.bind-port=" + restPort));
  }

  ProcessPlan taskManager(FlinkConfiguration flink, int number) {
    String name = "taskmanager-" + number;
    TaskExecutorProcessSpec spec =
        TaskExecutorProcessUtils.processSpecFromConfig(flink.configuration());
    List<String> arguments = new ArrayList<>(List.of("--configDir", flink.folder().toString()));
    arguments.addAll(words(TaskExecutorProcessUtils.generateDynamicConfigsStr(spec)));
    return new ProcessPlan(
        name,
        plan.distribution().flinkClassPath(),
        jvmOptions(flink, name, ProcessMemoryUtils.generateJvmParametersStr(spec)),
        FLINK + "taskexecutor.TaskManagerRunner",
        arguments);
  }

  /** Flink's own, for tests and scripts: {@code flink run} without the distribution's scripts. */
  ProcessPlan commandLine(FlinkConfiguration flink, String name, List<String> arguments) {
    return new ProcessPlan(
            name,
            plan.distribution().flinkClassPath(),
            jvmOptions(flink, name, "-Xmx512m"),
            "org.apache.flink.client.cli.CliFrontend",
            arguments)
        .withEnvironment("FLINK_CONF_DIR", flink.folder().toString());
  }

  ProcessPlan zooKeeper(FlinkConfiguration flink, Path configuration) {
    return new ProcessPlan(
        "zookeeper",
        plan.distribution().flinkClassPath(),
        jvmOptions(flink, "zookeeper", "-Xmx128m"),
        FLINK + "zookeeper.FlinkZooKeeperQuorumPeer",
        List.of("--zkConfigFile", configuration.toString(), "--peerId", "1"));
  }

  ProcessPlan broker(int port) {
    return own("kafka", BrokerProcess.class, plan.directory().resolve("kafka"), port);
  }

  ProcessPlan database(int port) {
    return own("database", DatabaseProcess.class, plan.directory().resolve("db"), port);
  }

  private ProcessPlan own(String name, Class<?> main, Path directory, int port) {
    List<String> options = new ArrayList<>(SMALL_JVM);
    options.addAll(
        List.of(
            "-Xmx768m",
            "-XX:+ExitOnOutOfMemoryError",
            "-Dlog4j2.configurationFile=log4j2-process.properties"));
    return new ProcessPlan(
        name,
        plan.distribution().ownClassPath(),
        options,
        main.getName(),
        List.of(directory.toString(), String.valueOf(port)));
  }

  private List<String> jvmOptions(FlinkConfiguration flink, String name, String memory) {
    List<String> options = new ArrayList<>(SMALL_JVM);
    options.addAll(words(memory));
    Path log = plan.directory().resolve("logs").resolve(name + ".log");
    options.addAll(flink.jvmOptions(log));
    options.addAll(plan.flinkJvmOptions());
    return options;
  }

  private static List<String> words(String text) {
    return Arrays.asList(text.strip().split("\\s+"));
  }
}
