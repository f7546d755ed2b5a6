package io.chimera.refinement.local.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.chimera.refinement.local.world.FlinkRest;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code status}: what runs on a cluster. */
@Command(
    name = "status",
    mixinStandardHelpOptions = true,
    versionProvider = Refinement.Version.class,
    sortOptions = false,
    showDefaultValues = true,
    description = "Shows the TaskManagers, slots and jobs of a Flink cluster.")
final class StatusCommand implements Callable<Integer> {
  @CommandLine.Spec private CommandLine.Model.CommandSpec spec;

  @Option(
      names = "--jobmanager",
      paramLabel = "HOST:PORT",
      defaultValue = "localhost:8081",
      description = "REST address of the cluster.")
  private String jobManager;

  @Override
  public Integer call() {
    FlinkRest flink = new FlinkRest("http://" + jobManager);
    JsonNode overview = flink.get("/overview");
    PrintWriter out = spec.commandLine().getOut();
    out.printf(
        "Flink %s, %d TaskManager(s), %d of %d slots free%n",
        overview.path("flink-version").asText(),
        overview.path("taskmanagers").asInt(),
        overview.path("slots-available").asInt(),
        overview.path("slots-total").asInt());
    for (JsonNode job : flink.get("/jobs/overview").path("jobs")) {
      out.printf(
          "%s  %-24s %-10s tasks %d/%d running  %s%n",
          job.path("jid").asText(),
          job.path("name").asText(),
          job.path("state").asText(),
          job.path("tasks").path("running").asInt(),
          job.path("tasks").path("total").asInt(),
          Duration.ofSeconds(job.path("duration").asLong() / 1_000));
    }
    out.flush();
    return CommandLine.ExitCode.OK;
  }
}
