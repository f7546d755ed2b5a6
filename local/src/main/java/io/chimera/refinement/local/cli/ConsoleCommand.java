package io.chimera.refinement.local.cli;

import io.chimera.refinement.jobs.config.Settings;
import io.chimera.refinement.local.console.Console;
import io.chimera.refinement.local.observe.Observation;
import io.chimera.refinement.local.observe.Observer;
import io.chimera.refinement.local.run.StopSignal;
import io.chimera.refinement.local.world.Brokers;
import io.chimera.refinement.local.world.TopicNames;
import io.chimera.refinement.local.world.TopicReader;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code console}: the live page for a system that runs elsewhere. */
@Command(
    name = "console",
    mixinStandardHelpOptions = true,
    versionProvider = Refinement.Version.class,
    sortOptions = false,
    showDefaultValues = true,
    description = "Serves the live page for any Kafka cluster until it is stopped.")
final class ConsoleCommand implements Callable<Integer> {
  private static final Duration A_LONG_TIME = Duration.ofDays(1);

  @CommandLine.Spec private CommandLine.Model.CommandSpec spec;

  @Option(
      names = "--port-console",
      paramLabel = "PORT",
      defaultValue = "8080",
      description = "Port of the page, 0 for any free one.")
  private int port;

  @Option(
      names = "--address",
      paramLabel = "HOST",
      defaultValue = "127.0.0.1",
      description = "Address to listen on. The page has no login: beyond loopback, guard it.")
  private String address;

  @Mixin private BrokerOptions broker = new BrokerOptions();

  @Override
  public Integer call() {
    Settings settings = broker.settings();
    TopicNames topics = new TopicNames(settings.topicPrefix());
    Observation observation = new Observation(topics);
    StopSignal stop = StopSignal.ofProcess();
    try (Observer observer = Observer.start(observation, reader(settings, topics, observation));
        Console console = Console.start(address, port, observation, System::currentTimeMillis)) {
      spec.commandLine().getOut().println("console=" + console.url());
      spec.commandLine().getOut().flush();
      boolean asked = false;
      while (!asked) {
        asked = stop.await(A_LONG_TIME);
      }
      return CommandLine.ExitCode.OK;
    }
  }

  private static TopicReader reader(Settings settings, TopicNames topics, Observation observation) {
    TopicReader reader =
        TopicReader.fromBeginning(Brokers.of(settings.kafka()), observation.sources(), true);
    // Reports are many, and only their latency is wanted: from now on.
    reader.skipToNow(topics.kpiReports());
    return reader;
  }
}
