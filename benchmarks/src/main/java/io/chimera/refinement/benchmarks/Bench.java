package io.chimera.refinement.benchmarks;

import io.chimera.refinement.local.Failure;
import io.chimera.refinement.local.run.DataDirectory;
import io.chimera.refinement.local.run.StopSignal;
import java.io.File;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * {@code scripts/refinement bench}. Exit status 0: every must holds; 1: one does not, or a row is
 * worse than the baseline; 2: wrong usage.
 */
@Command(
    name = "refinement bench",
    mixinStandardHelpOptions = true,
    version = "refinement bench",
    sortOptions = false,
    showDefaultValues = true,
    description = {
      "Measures the whole topology on a real broker and Flink, prints a table and writes it as"
          + " JSON.",
      "topology: drains a filled topic through a byte passthrough and through the full job in"
          + " turn.",
      "latency: a steady 1,667 reports/s; broker append to accepted, and watermark to window"
          + " result.",
      "signals: from the end of the evidence to the finding and the alert on their topics.",
      "objectives: what evaluating the shipped objectives costs, and the state it takes.",
      "names: a thousand known series while a million new names come.",
      "influx: single points and batches to every time-series database at hand, and streaming"
          + " writes.",
      "tiers: bytes of reports that came in for each byte that a tier keeps.",
      "optimiser: speed, quality and size of decisions and searches; needs no broker.",
      "retrain: time and gain of retraining over a million reports after the world has changed.",
      "delivery: recommendations to subscribers on loopback: latency, rate, a flaky one; JSON and"
          + " its size.",
      "detection: the detectors alone: memory, speed, false alarms of trends and correlations."
    },
    exitCodeListHeading = "%nExit status:%n",
    exitCodeList = {
      "0:everything that must hold holds, or stopped by SIGINT or SIGTERM",
      "1:a must is missed, a row is worse than the baseline, or it could not be measured",
      "2:wrong usage, nothing was started"
    })
public final class Bench implements Callable<Integer> {
  private static final List<String> SUITES =
      List.of(
          TopologySuite.NAME,
          LatencySuite.NAME,
          SignalSuite.NAME,
          ObjectivesSuite.NAME,
          NamesSuite.NAME,
          InfluxSuite.NAME,
          TiersSuite.NAME,
          OptimiserSuite.NAME,
          RetrainSuite.NAME,
          DetectionSuite.NAME,
          DeliverySuite.NAME);

  @CommandLine.Spec private CommandLine.Model.CommandSpec spec;

  @Option(
      names = "--suite",
      paramLabel = "NAME",
      split = ",",
      defaultValue = TopologySuite.NAME,
      description =
          "topology, latency, signals, objectives, names, influx, tiers, optimiser, retrain,"
              + " detection, delivery; several with commas.")
  private List<String> suites;

  @Option(
      names = "--reports",
      paramLabel = "N",
      defaultValue = "2000000",
      description = "Reports per drain.")
  private long reports;

  @Option(
      names = "--pairs",
      paramLabel = "N",
      defaultValue = "3",
      description = "Measured pairs of drains, after one to warm up.")
  private int pairs;

  @Option(
      names = "--parallelism",
      paramLabel = "N",
      defaultValue = "2",
      description = "Parallelism of the jobs.")
  private int parallelism;

  @Option(
      names = "--seconds",
      paramLabel = "N",
      defaultValue = "60",
      description =
          "Measured time of the latency and delivery suites and of streaming writes, after the"
              + " warm-up.")
  private int seconds;

  @Option(
      names = "--influxd",
      paramLabel = "FILE",
      description = "InfluxDB 1.x to measure; without it influxd on PATH, if there.")
  private Path influxd;

  @Option(
      names = "--victoria-metrics",
      paramLabel = "FILE",
      description = "VictoriaMetrics to measure; without it victoria-metrics on PATH, if there.")
  private Path victoriaMetrics;

  @Option(
      names = "--output",
      paramLabel = "FILE",
      description = "Write the results there, as JSON.")
  private Path output;

  @Option(
      names = "--compare",
      paramLabel = "BASELINE",
      description = "Results of an earlier run to compare with.")
  private Path baseline;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description =
          "Folder for data and logs; it stays. Without it a fresh one is made and removed at the"
              + " end.")
  private Path data;

  public static void main(String[] arguments) {
    CommandLine command = new CommandLine(new Bench());
    command.setExecutionExceptionHandler(Bench::report);
    command.setParameterExceptionHandler(Bench::reject);
    System.exit(command.execute(arguments));
  }

  @Override
  public Integer call() {
    check();
    Comparison comparison =
        baseline == null ? Comparison.NONE : new Comparison(ResultsJson.read(baseline));
    double load = Resources.load();
    PrintStream out = System.out;
    PrintStream err = System.err;
    StopSignal stop = StopSignal.ofProcess();
    Consumer<String> progress = line -> err.println("... " + line);
    List<Suite> chosen = suites.stream().map(name -> suite(name, progress, stop)).toList();
    try (DataDirectory directory = DataDirectory.open(Optional.ofNullable(data))) {
      logTo(directory.path().resolve("logs"));
      // What the embedded parts print would stand between the lines that others read.
      PrintStream nowhere =
          new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
      System.setOut(nowhere);
      System.setErr(nowhere);
      for (Suite suite : chosen) {
        suite.run(directory.path().resolve(suites.get(chosen.indexOf(suite))));
      }
    } catch (Stopped e) {
      err.println("... stopped; what was measured by now follows");
    } finally {
      System.setOut(out);
      System.setErr(err);
    }
    return conclude(
        chosen.stream().flatMap(suite -> suite.results().stream()).toList(),
        environment(load),
        comparison);
  }

  private Map<String, Object> environment(double loadBefore) {
    Map<String, Object> shown = new LinkedHashMap<>();
    shown.put("reports", reports);
    shown.put("pairs", pairs);
    shown.put("parallelism", parallelism);
    shown.put("seconds", seconds);
    shown.putAll(Environment.describe(loadBefore));
    return shown;
  }

  private int conclude(
      List<Result> results, Map<String, Object> environment, Comparison comparison) {
    if (output != null) {
      ResultsJson.write(output, results, environment);
    }
    ResultsTable.lines(results, environment, comparison).forEach(System.out::println);
    boolean missed = results.stream().anyMatch(result -> !result.passed().orElse(true));
    return missed || results.stream().anyMatch(comparison::isWorse)
        ? CommandLine.ExitCode.SOFTWARE
        : CommandLine.ExitCode.OK;
  }

  private Suite suite(String name, Consumer<String> progress, StopSignal stop) {
    return switch (name) {
      case LatencySuite.NAME ->
          new LatencySuite(Duration.ofSeconds(seconds), parallelism, progress, stop);
      case SignalSuite.NAME ->
          new SignalSuite(Duration.ofSeconds(seconds), parallelism, progress, stop);
      case ObjectivesSuite.NAME -> new ObjectivesSuite(reports, pairs, parallelism, progress, stop);
      case NamesSuite.NAME -> new NamesSuite(parallelism, progress, stop);
      case InfluxSuite.NAME ->
          new InfluxSuite(
              Optional.ofNullable(influxd).or(() -> onPath("influxd")),
              Optional.ofNullable(victoriaMetrics).or(() -> onPath("victoria-metrics")),
              Duration.ofSeconds(seconds),
              progress,
              stop);
      case TiersSuite.NAME ->
          new TiersSuite(Optional.ofNullable(influxd).or(() -> onPath("influxd")), progress, stop);
      case OptimiserSuite.NAME -> new OptimiserSuite(progress, stop);
      case RetrainSuite.NAME -> new RetrainSuite(parallelism, progress, stop);
      case DeliverySuite.NAME -> new DeliverySuite(Duration.ofSeconds(seconds), progress, stop);
      case DetectionSuite.NAME -> new DetectionSuite(progress, stop);
      default -> new TopologySuite(reports, pairs, parallelism, progress, stop);
    };
  }

  private static Optional<Path> onPath(String program) {
    return Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator, -1))
        .filter(folder -> !folder.isEmpty())
        .map(folder -> Path.of(folder, program))
        .filter(Files::isExecutable)
        .findFirst();
  }

  /** Names every wrong option at once. */
  private void check() {
    List<String> faults = new ArrayList<>();
    for (String suite : suites) {
      if (!SUITES.contains(suite)) {
        faults.add("--suite must be one of " + String.join(", ", SUITES) + ", was " + suite);
      }
    }
    range("--reports", reports, 10_000, 1_000_000_000, faults);
    range("--pairs", pairs, 1, 100, faults);
    range("--parallelism", parallelism, 1, 64, faults);
    range("--seconds", seconds, 10, 3_600, faults);
    if (!faults.isEmpty()) {
      throw new CommandLine.ParameterException(
          spec.commandLine(), String.join(System.lineSeparator() + "error: ", faults));
    }
  }

  private static void range(String option, long value, long least, long most, List<String> faults) {
    if (value < least || value > most) {
      faults.add("%s must be from %d to %d, was %d".formatted(option, least, most, value));
    }
  }

  private static int report(
      Exception failure, CommandLine command, CommandLine.ParseResult parsed) {
    boolean expected = failure instanceof Failure || failure instanceof IllegalStateException;
    String message =
        expected
            ? failure.getMessage()
            : "Cannot go on: " + failure + "; this is a fault of the program";
    message.lines().forEach(line -> command.getErr().println("error: " + line));
    return CommandLine.ExitCode.SOFTWARE;
  }

  private static int reject(CommandLine.ParameterException fault, String[] arguments) {
    CommandLine command = fault.getCommandLine();
    command.getErr().println("error: " + fault.getMessage());
    command.getErr().println("see " + command.getCommandSpec().qualifiedName() + " --help");
    return CommandLine.ExitCode.USAGE;
  }

  /** Must come before the first logger. */
  private static void logTo(Path directory) {
    System.setProperty("refinement.log.dir", directory.toString());
    System.setProperty("log4j2.configurationFile", "log4j2-run.properties");
  }
}
