package io.chimera.refinement.local.cli;

import io.chimera.refinement.connectors.kafka.Topic;
import io.chimera.refinement.connectors.kafka.Topics;
import io.chimera.refinement.jobs.config.KafkaClients;
import io.chimera.refinement.jobs.config.Settings;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.ToIntFunction;
import picocli.CommandLine;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code topics}: the topics of a deployment. */
@Command(
    name = "topics",
    mixinStandardHelpOptions = true,
    versionProvider = Refinement.Version.class,
    sortOptions = false,
    showDefaultValues = true,
    description =
        "Creates the topics that are missing, or tells how those that exist differ from the contract.")
final class TopicsCommand implements Callable<Integer> {
  @CommandLine.Spec private CommandLine.Model.CommandSpec spec;

  @ArgGroup(exclusive = true, multiplicity = "1")
  private Task task;

  @Option(
      names = "--replication",
      paramLabel = "N",
      defaultValue = "0",
      description = "Copies of each partition, 0 for the broker's default.")
  private int replication;

  @Option(
      names = "--local",
      description = "The few partitions of a single machine instead of those of production.")
  private boolean local;

  @Mixin private BrokerOptions broker = new BrokerOptions();

  /** What to do; exactly one of the two. */
  static final class Task {
    @Option(
        names = "--create",
        required = true,
        description = "Create the topics that are missing.")
    private boolean create;

    @Option(
        names = "--check",
        required = true,
        description = "Compare; exit status 1 when anything differs.")
    private boolean check;
  }

  @Override
  public Integer call() {
    Settings settings = broker.settings();
    if (replication < 0 || replication > Short.MAX_VALUE) {
      throw new CommandLine.ParameterException(
          spec.commandLine(), "--replication must be from 0 to 32767, was " + replication);
    }
    ToIntFunction<Topic> partitions = local ? Topic::localPartitions : Topic::partitions;
    PrintWriter out = spec.commandLine().getOut();
    try (Topics topics = new Topics(KafkaClients.of(settings))) {
      int status = CommandLine.ExitCode.OK;
      if (task.create) {
        List<String> created = topics.create(partitions, replication);
        created.forEach(topic -> out.println("created " + topic));
        out.println(created.size() + " topic(s) created");
      }
      if (task.check) {
        List<String> differences = topics.check(partitions, replication);
        differences.forEach(
            difference -> spec.commandLine().getErr().println("error: " + difference));
        out.println(differences.size() + " difference(s) from the contract");
        status = differences.isEmpty() ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
      }
      out.flush();
      return status;
    }
  }
}
