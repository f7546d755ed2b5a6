package io.chimera.refinement.local.cli;

import io.chimera.refinement.local.chaos.Chaos;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code chaos}: faults on real processes. */
@Command(
    name = "chaos",
    mixinStandardHelpOptions = true,
    versionProvider = Refinement.Version.class,
    sortOptions = false,
    showDefaultValues = true,
    description = {
      "Kills, freezes and starves real processes under load and compares what comes out with an independent computation.",
      "Exit status 0 when nothing is lost, there twice or wrong, and every bar is met. A report that exists is gone on with."
    })
final class ChaosCommand implements Callable<Integer> {
  private static final Pattern SHARD = Pattern.compile("([1-9]\\d{0,3})/([1-9]\\d{0,3})");

  @CommandLine.Spec private CommandLine.Model.CommandSpec spec;

  @Option(
      names = "--scenario",
      paramLabel = "N",
      split = ",",
      description = "Numbers of scenarios; all without it.")
  private List<Integer> scenarios = List.of();

  @Option(
      names = "--seeds",
      paramLabel = "N",
      defaultValue = "1",
      description = "Seeds of each scenario.")
  private int seeds;

  @Option(
      names = "--first-seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "The first of the seeds.")
  private long firstSeed;

  @Option(
      names = "--report",
      paramLabel = "FILE",
      defaultValue = "chaos.json",
      description = "Results as JSON; what is in it already is not run again.")
  private Path report;

  @Option(names = "--again", description = "Run also what the report holds already.")
  private boolean again;

  @Option(
      names = "--shard",
      paramLabel = "I/N",
      defaultValue = "1/1",
      description = "Only this part of the runs, for several machines.")
  private String shard;

  @Option(
      names = "--scale",
      paramLabel = "FACTOR",
      defaultValue = "1",
      description = "Factor on durations and outages, up to 1.")
  private double scale;

  @Option(
      names = "--rate",
      paramLabel = "N",
      defaultValue = "300",
      description = "Records per second, 10 to 100000.")
  private double rate;

  @Option(
      names = "--no-undisturbed",
      negatable = true,
      defaultValue = "true",
      fallbackValue = "true",
      description =
          "Do not compare recommendations, findings and alerts with a run without faults over the same input.")
  private boolean undisturbed;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "Folder for data, logs and manifests, kept; a temporary one without it.")
  private Path data;

  @Option(names = "--list", description = "List the scenarios and stop.")
  private boolean list;

  @Override
  public Integer call() throws IOException {
    PrintWriter out = spec.commandLine().getOut();
    if (list) {
      Chaos.list().forEach(out::println);
      out.flush();
      return CommandLine.ExitCode.OK;
    }
    check();
    Matcher part = SHARD.matcher(shard);
    if (!part.matches() || Integer.parseInt(part.group(1)) > Integer.parseInt(part.group(2))) {
      throw refused("--shard must be I/N with I up to N, was " + shard);
    }
    Path directory = data == null ? Files.createTempDirectory("refinement-chaos") : data;
    Files.createDirectories(directory);
    Chaos chaos =
        new Chaos(
            new Chaos.Order(
                scenarios,
                firstSeed,
                seeds,
                Integer.parseInt(part.group(1)),
                Integer.parseInt(part.group(2)),
                again,
                data != null),
            new Chaos.Effort(scale, rate, undisturbed, List.of()),
            report,
            directory,
            out);
    boolean passed = chaos.run();
    out.printf("report in %s%n", report.toAbsolutePath());
    out.flush();
    return passed ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
  }

  private void check() {
    List<Integer> unknown = Chaos.unknown(scenarios);
    if (!unknown.isEmpty()) {
      throw refused("--scenario must name scenarios of --list, was " + unknown);
    }
    if (seeds < 1) {
      throw refused("--seeds must be at least 1, was " + seeds);
    }
    if (!(scale > 0 && scale <= 1)) {
      throw refused("--scale must be in (0, 1], was " + scale);
    }
    if (!(rate >= 10 && rate <= 100_000)) {
      throw refused("--rate must be from 10 to 100000, was " + rate);
    }
  }

  private CommandLine.ParameterException refused(String message) {
    return new CommandLine.ParameterException(spec.commandLine(), message);
  }
}
