package io.chimera.refinement.local.cli;

import io.chimera.refinement.jobs.config.Settings;
import io.chimera.refinement.local.agent.ReportSender;
import io.chimera.refinement.local.run.StopSignal;
import io.chimera.refinement.local.simulator.FleetPlan;
import io.chimera.refinement.local.simulator.LiveFleet;
import io.chimera.refinement.local.world.Brokers;
import io.chimera.refinement.local.world.TopicNames;
import io.chimera.refinement.local.world.TopicReader;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code simulate}: the demo's fleet against any Kafka cluster. */
@Command(
    name = "simulate",
    mixinStandardHelpOptions = true,
    versionProvider = Refinement.Version.class,
    sortOptions = false,
    description =
        "Lets the simulated fleet of run report to any Kafka cluster, with incidents and outcomes, until it is stopped.")
final class SimulateCommand implements Callable<Integer> {
  private static final Duration A_LONG_TIME = Duration.ofDays(1);

  @CommandLine.Spec private CommandLine.Model.CommandSpec spec;

  @Mixin private BrokerOptions broker = new BrokerOptions();

  @Override
  public Integer call() {
    Settings settings = broker.settings();
    Brokers brokers = Brokers.of(settings.kafka());
    TopicNames topics = new TopicNames(settings.topicPrefix());
    StopSignal stop = StopSignal.ofProcess();
    try (ReportSender reports = new ReportSender(brokers, topics.kpiReports());
        ReportSender outcomes = new ReportSender(brokers, topics.outcomes());
        LiveFleet fleet =
            LiveFleet.start(
                FleetPlan.demo(settings.seed()),
                reports,
                outcomes,
                TopicReader.fromNow(brokers, List.of(topics.recommendations()), true),
                System::currentTimeMillis)) {
      boolean asked = false;
      while (!asked) {
        asked = stop.await(A_LONG_TIME);
      }
      spec.commandLine().getOut().println(reports.sent() + " reports sent");
      spec.commandLine().getOut().flush();
      return CommandLine.ExitCode.OK;
    }
  }
}
