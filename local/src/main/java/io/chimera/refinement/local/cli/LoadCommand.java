package io.chimera.refinement.local.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.chimera.refinement.connectors.yaml.LoadProfile;
import io.chimera.refinement.connectors.yaml.LoadProfile.Variant;
import io.chimera.refinement.connectors.yaml.Packs;
import io.chimera.refinement.jobs.config.Settings;
import io.chimera.refinement.local.Failure;
import io.chimera.refinement.local.load.LoadPlan;
import io.chimera.refinement.local.load.LoadReport;
import io.chimera.refinement.local.load.LoadRun;
import io.chimera.refinement.local.load.ProfileTable;
import io.chimera.refinement.local.run.StopSignal;
import io.chimera.refinement.local.world.Brokers;
import io.chimera.refinement.local.world.TopicNames;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** {@code load}: the load profiles of the packs, offered and judged. */
@Command(
    name = "load",
    mixinStandardHelpOptions = true,
    versionProvider = Refinement.Version.class,
    sortOptions = false,
    showDefaultValues = true,
    description = {
      "Sends the load of a profile to kpi-reports, on time whatever the answer, and judges the"
          + " profile's acceptance by what the product publishes meanwhile.",
      "Exit status with --report: 0 when every criterion is met, or stopped by a signal with none"
          + " missed; 1 when one is missed or unknown.",
      "Without it: 0 when the load was sent as planned, 1 when sending failed or was late."
    })
final class LoadCommand implements Callable<Integer> {
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  @CommandLine.Spec private CommandLine.Model.CommandSpec spec;

  @Option(names = "--list", description = "List the profiles that there are.")
  private boolean list;

  @Option(names = "--profile", paramLabel = "NAME", description = "The profile to run.")
  private String name;

  @Option(
      names = "--variant",
      paramLabel = "NAME",
      defaultValue = "",
      description = "A variant of the profile, such as rate; see --list.")
  private String variant;

  @Option(
      names = "--scale",
      paramLabel = "FACTOR",
      defaultValue = "1",
      description = "Factor on rates, users, agents and counts.")
  private double scale;

  @Option(
      names = "--compress",
      paramLabel = "FACTOR",
      defaultValue = "1",
      description = "Divisor of durations; rates per second stay as they are.")
  private double compress;

  @Option(
      names = "--event-time",
      paramLabel = "MODE",
      defaultValue = "auto",
      description =
          "Of a compressed load: past begins in the past and ends now; now is the wall clock's;"
              + " auto is past unless kpi-reports holds newer reports, which would make it late.")
  private LoadRun.EventTime eventTime;

  @Option(
      names = "--settle",
      paramLabel = "TIME",
      converter = DurationText.class,
      defaultValue = "60s",
      description = "How long verdicts are waited for after the last report.")
  private Duration settle;

  @Option(
      names = "--seed",
      paramLabel = "NUMBER",
      defaultValue = "1",
      description = "Seed of every draw.")
  private long seed;

  @Option(
      names = "--report",
      arity = "0..1",
      fallbackValue = "",
      paramLabel = "FILE",
      description = "Judge by the exit status; with a FILE, write the report there, as JSON.")
  private Path report;

  @Mixin private PacksOption packs = new PacksOption();

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      defaultValue = "text",
      description = "Of what is printed: ${COMPLETION-CANDIDATES}.")
  private Format format;

  @Mixin private BrokerOptions broker = new BrokerOptions();

  /** How it is printed. */
  enum Format {
    text,
    json
  }

  @Override
  public Integer call() throws Exception {
    if (list == (name != null)) {
      throw usage("exactly one of --list and --profile must be given");
    }
    Packs read = packs();
    PrintWriter out = spec.commandLine().getOut();
    if (list) {
      ProfileTable table = ProfileTable.of(read.loadProfiles());
      if (format == Format.json) {
        out.println(JSON.writeValueAsString(json(table)));
      } else {
        table.text().forEach(out::println);
      }
      out.flush();
      return CommandLine.ExitCode.OK;
    }
    LoadPlan plan = plan(read.loadProfiles());
    Settings settings = broker.settings();
    checkReport();
    LoadReport result = run(plan, read, settings);
    if (isWritten()) {
      write(result.json());
    }
    if (format == Format.json) {
      out.println(result.json());
    } else {
      result.page().forEach(out::println);
    }
    out.flush();
    boolean well =
        report == null
            ? result.isSent()
            : result.isPassed() || (result.isStopped() && !result.isMissed());
    return well ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
  }

  private LoadReport run(LoadPlan plan, Packs read, Settings settings) {
    PrintWriter err = spec.commandLine().getErr();
    StopSignal stop = StopSignal.ofProcess();
    return new LoadRun(
            plan,
            read,
            new LoadRun.Target(
                Brokers.of(settings.kafka()),
                new TopicNames(settings.topicPrefix()),
                broker.control(),
                eventTime,
                settle),
            stop::await,
            line -> {
              err.println(line);
              err.flush();
            },
            System::currentTimeMillis)
        .run();
  }

  private Packs packs() {
    Path folder =
        packs
            .path()
            .orElseThrow(() -> usage("--packs must be given where there is no folder packs"));
    Packs read = Packs.read(folder);
    if (!read.faults().isEmpty()) {
      throw usage(
          "%s must be packs without a fault, had %d: %s; see validate --packs"
              .formatted(folder, read.faults().size(), read.faults().get(0)));
    }
    return read;
  }

  private LoadPlan plan(List<LoadProfile> profiles) {
    LoadProfile profile =
        profiles.stream()
            .filter(each -> each.name().equals(name))
            .findFirst()
            .orElseThrow(
                () -> usage("--profile must be one of those that --list shows, was " + name));
    if (!profile.isRunnable()) {
      throw usage(
          profile.runInstead().isEmpty()
              ? "--profile must have a load, %s has only words; write spec.load, see docs/slo.md"
                  .formatted(name)
              : "--profile must have a rate, %s has none; run instead: %s"
                  .formatted(name, profile.runInstead()));
    }
    List<String> variants = profile.load().variants().stream().map(Variant::name).toList();
    if (!variant.isEmpty() && !variants.contains(variant)) {
      throw usage(
          "--variant must be %s, was %s"
              .formatted(
                  variants.isEmpty()
                      ? "left out for " + name
                      : "one of " + String.join(", ", variants),
                  variant));
    }
    try {
      return new LoadPlan(profile, variant, scale, compress, seed);
    } catch (IllegalArgumentException e) {
      throw usage("--" + e.getMessage());
    }
  }

  /** A report that cannot be written should be known before hours of load. */
  private void checkReport() {
    if (!isWritten()) {
      return;
    }
    Path folder = report.toAbsolutePath().getParent();
    if (Files.isDirectory(report) || !Files.isDirectory(folder) || !Files.isWritable(folder)) {
      throw usage("--report must be a file in a folder that can be written to, was " + report);
    }
  }

  /** Whether there is a file to write: {@code --report} alone only judges. */
  private boolean isWritten() {
    return report != null && !report.toString().isEmpty();
  }

  private void write(String json) {
    try {
      Files.writeString(report, json + System.lineSeparator());
    } catch (IOException e) {
      throw new Failure(
          "Cannot write %s: %s; check the folder".formatted(report, Failure.reason(e)), e);
    }
  }

  private static ArrayNode json(ProfileTable table) {
    ArrayNode rows = JSON.createArrayNode();
    for (List<String> row : table.rows()) {
      ObjectNode node = rows.addObject();
      for (int i = 0; i < row.size(); i++) {
        node.put(table.columns().get(i), row.get(i));
      }
    }
    return rows;
  }

  private ParameterException usage(String message) {
    return new ParameterException(spec.commandLine(), message);
  }
}
