package io.chimera.refinement.local.cli;

import io.chimera.refinement.connectors.yaml.Fault;
import io.chimera.refinement.connectors.yaml.Packs;
import io.chimera.refinement.jobs.config.InvalidSettings;
import io.chimera.refinement.jobs.config.RefinementOptions;
import io.chimera.refinement.local.run.DataDirectory;
import io.chimera.refinement.local.run.Run;
import io.chimera.refinement.local.run.RunOptions;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.apache.logging.log4j.LogManager;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code run}: everything embedded, until it is stopped. */
@Command(
    name = "run",
    mixinStandardHelpOptions = true,
    versionProvider = Refinement.Version.class,
    sortOptions = false,
    showDefaultValues = true,
    description = {
      "Starts a real Kafka broker, Flink with its web UI, a time-series database that takes InfluxDB line protocol (QuestDB),"
          + " the streaming jobs, a simulated fleet and the live console in one process, or with --cluster in several.",
      "Prints the addresses, then 'ready', then a line every 5 s. Ctrl-C drains everything and prints the scorecard; a second one aborts."
    })
final class RunCommand implements Callable<Integer> {
  private static final String LOG_DIRECTORY = "refinement.log.dir";
  private static final String LOG_CONFIGURATION = "log4j2.configurationFile";
  // Each takes up to 1.6 GB.
  private static final int MAX_TASK_MANAGERS = 16;
  private static final int MAX_JOB_MANAGERS = 2;
  private static final List<String> LOG_SETTINGS = List.of(LOG_DIRECTORY, LOG_CONFIGURATION);

  @CommandLine.Spec private CommandLine.Model.CommandSpec spec;

  @Option(
      names = "--duration",
      paramLabel = "TIME",
      converter = DurationText.class,
      description =
          "End after this time, such as 60s or 5m. Without it the run goes on until it is stopped.")
  private Duration duration;

  @Option(names = "--no-simulator", description = "Leave out the simulated fleet.")
  private boolean withoutSimulator;

  @Option(names = "--no-host-agent", description = "Leave out the reports of this machine.")
  private boolean withoutHostAgent;

  @Option(
      names = "--port-kafka",
      paramLabel = "PORT",
      defaultValue = "9092",
      description = "Port of Kafka, 0 for any free one.")
  private int kafkaPort;

  @Option(
      names = "--port-ui",
      paramLabel = "PORT",
      defaultValue = "8081",
      description = "Port of Flink's web UI and REST.")
  private int uiPort;

  @Option(
      names = "--port-db",
      paramLabel = "PORT",
      defaultValue = "8086",
      description = "Port of the time-series database.")
  private int dbPort;

  @Option(
      names = "--port-console",
      paramLabel = "PORT",
      defaultValue = "8080",
      description = "Port of the live console.")
  private int consolePort;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description =
          "Folder for data and logs; it stays. Without it a fresh one is made and removed at the end.")
  private Path data;

  @Option(
      names = "--packs",
      paramLabel = "DIR",
      description = "Alert rules and action catalogues; those of the demo without it.")
  private Path packs;

  @Option(
      names = "--summary",
      paramLabel = "FILE",
      description = "Write the machine-readable summary there.")
  private Path summary;

  @Option(
      names = "--cluster",
      description =
          "Start Flink, broker and database as processes of their own, with their pids in DIR/pids/NAME.pid; one that dies is started again.")
  private boolean cluster;

  @Option(
      names = "--task-managers",
      paramLabel = "N",
      defaultValue = "2",
      description = "With --cluster: TaskManager processes, each with slots for all jobs.")
  private int taskManagers;

  @Option(
      names = "--job-managers",
      paramLabel = "N",
      defaultValue = "1",
      description = "With --cluster: JobManager processes, 2 for a leader and a standby.")
  private int jobManagers;

  @Mixin private SettingsOptions settings = new SettingsOptions();

  @Override
  public Integer call() {
    RunOptions options =
        new RunOptions(
            new RunOptions.Ports(
                port("--port-kafka", kafkaPort),
                port("--port-ui", uiPort),
                port("--port-db", dbPort),
                port("--port-console", consolePort)),
            Optional.ofNullable(data),
            Optional.ofNullable(duration),
            !withoutSimulator,
            !withoutHostAgent,
            values(),
            processes(),
            Optional.ofNullable(summary));
    PrintStream out = System.out;
    PrintStream err = System.err;
    try (DataDirectory directory = DataDirectory.open(options.data())) {
      logTo(directory.path().resolve("logs"));
      // What the embedded parts print would stand between the lines that others read.
      PrintStream nowhere =
          new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
      System.setOut(nowhere);
      System.setErr(nowhere);
      try {
        Run.inDirectory(directory.path(), options, out);
      } finally {
        // Stragglers would write the log anew after its folder is gone.
        LogManager.shutdown();
      }
      return CommandLine.ExitCode.OK;
    } finally {
      System.setOut(out);
      System.setErr(err);
      LOG_SETTINGS.forEach(System::clearProperty);
    }
  }

  private Optional<RunOptions.Processes> processes() {
    within("--task-managers", taskManagers, MAX_TASK_MANAGERS);
    within("--job-managers", jobManagers, MAX_JOB_MANAGERS);
    CommandLine.ParseResult given = spec.commandLine().getParseResult();
    if (!cluster
        && (given.hasMatchedOption("--task-managers")
            || given.hasMatchedOption("--job-managers"))) {
      throw new CommandLine.ParameterException(
          spec.commandLine(), "--task-managers and --job-managers must go with --cluster");
    }
    return cluster
        ? Optional.of(new RunOptions.Processes(jobManagers, taskManagers))
        : Optional.empty();
  }

  private void within(String option, int count, int most) {
    if (count < 1 || count > most) {
      throw new CommandLine.ParameterException(
          spec.commandLine(), option + " must be from 1 to " + most + ", was " + count);
    }
  }

  private Map<String, String> values() {
    Map<String, String> values = settings.values();
    Optional.ofNullable(packs)
        .or(
            () ->
                values.containsKey(RefinementOptions.PACKS.key())
                    ? Optional.empty()
                    : Home.packs("demo"))
        .ifPresent(
            folder ->
                values.put(RefinementOptions.PACKS.key(), folder.toAbsolutePath().toString()));
    String folder = values.getOrDefault(RefinementOptions.PACKS.key(), "");
    List<String> faults = new ArrayList<>();
    if (!folder.isEmpty()) {
      Packs.read(Path.of(folder)).faults().stream().map(Fault::toString).forEach(faults::add);
    }
    if (!faults.isEmpty()) {
      throw new InvalidSettings(faults);
    }
    return values;
  }

  private int port(String option, int port) {
    if (port < 0 || port > 65_535) {
      throw new CommandLine.ParameterException(
          spec.commandLine(), option + " must be from 0 to 65535, was " + port);
    }
    return port;
  }

  /** Must come before the first logger. */
  private static void logTo(Path directory) {
    System.setProperty(LOG_DIRECTORY, directory.toString());
    System.setProperty(LOG_CONFIGURATION, "log4j2-run.properties");
  }
}
