package io.chimera.refinement.local.cli;

import io.chimera.refinement.jobs.config.Settings;
import io.chimera.refinement.local.tiers.Buckets;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code tiers}: buckets and retention of the time-series database. */
@Command(
    name = "tiers",
    mixinStandardHelpOptions = true,
    versionProvider = Refinement.Version.class,
    sortOptions = false,
    description = {
      "Creates the buckets of the hot, warm and cold tier and sets how long each keeps its points.",
      "InfluxDB 2.x by its buckets, InfluxDB 1.x by databases and retention policies (refinement.influx.api). VictoriaMetrics and"
          + " QuestDB have neither: their retention is a setting of the server."
    })
final class TiersCommand implements Callable<Integer> {
  @CommandLine.Spec private CommandLine.Model.CommandSpec spec;

  @Option(
      names = "--check",
      description = "Change nothing, compare; exit status 1 when anything differs.")
  private boolean check;

  @Mixin private SettingsOptions settings = new SettingsOptions();

  @Override
  public Integer call() {
    Buckets buckets = Buckets.of(Settings.from(settings.values()).database());
    PrintWriter out = spec.commandLine().getOut();
    if (!check) {
      buckets.provision().forEach(out::println);
      out.flush();
      return CommandLine.ExitCode.OK;
    }
    List<String> differences = buckets.check();
    differences.forEach(difference -> spec.commandLine().getErr().println("error: " + difference));
    out.println(differences.size() + " difference(s) from the settings");
    out.flush();
    return differences.isEmpty() ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
  }
}
