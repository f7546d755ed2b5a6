package io.chimera.refinement.local.cli;

import io.chimera.refinement.connectors.kafka.Topic;
import io.chimera.refinement.connectors.yaml.Packs;
import io.chimera.refinement.jobs.config.Settings;
import io.chimera.refinement.local.report.ReportReader;
import io.chimera.refinement.local.report.ReportText;
import io.chimera.refinement.local.report.SlaReport;
import io.chimera.refinement.local.world.Brokers;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code report}: where the objectives of the packs stand on a running system. */
@Command(
    name = "report",
    mixinStandardHelpOptions = true,
    versionProvider = Refinement.Version.class,
    sortOptions = false,
    showDefaultValues = true,
    description =
        "SLA report of a running system: objectives, gates, credits. Exit status 1 when an objective is not met.")
final class ReportCommand implements Callable<Integer> {
  @CommandLine.Spec private CommandLine.Model.CommandSpec spec;

  @Mixin private PacksOption packs = new PacksOption();

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      defaultValue = "text",
      description = "One of: ${COMPLETION-CANDIDATES}.")
  private Format format;

  @Mixin private BrokerOptions broker = new BrokerOptions();

  /** How the report is written. */
  enum Format {
    text,
    json,
    html
  }

  @Override
  public Integer call() {
    Settings settings = broker.settings();
    Packs read = packs.path().map(Packs::read).orElse(Packs.EMPTY);
    SlaReport report =
        ReportReader.read(
            read,
            Brokers.of(settings.kafka()),
            settings.topicPrefix() + Topic.METRIC_POINTS.suffix());
    PrintWriter out = spec.commandLine().getOut();
    out.print(
        switch (format) {
          case text -> ReportText.text(report);
          case json -> ReportText.json(report) + System.lineSeparator();
          case html -> ReportText.html(report);
        });
    out.flush();
    boolean missed = report.rows().stream().anyMatch(row -> row.passed() != null && !row.passed());
    return missed ? CommandLine.ExitCode.SOFTWARE : CommandLine.ExitCode.OK;
  }
}
