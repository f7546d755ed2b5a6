package io.chimera.refinement.local.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.chimera.refinement.local.world.ClusterStatus;
import io.chimera.refinement.local.world.FlinkRest;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;
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
    description =
        "Shows the TaskManagers and slots of a Flink cluster, and of each job its state, restarts and last checkpoint.")
final class StatusCommand implements Callable<Integer> {
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
  private static final double MEGABYTE = 1024 * 1024;

  @CommandLine.Spec private CommandLine.Model.CommandSpec spec;

  @Option(
      names = "--jobmanager",
      paramLabel = "HOST:PORT",
      defaultValue = "localhost:8081",
      converter = FlinkAddress.class,
      description = "REST address of the cluster; several separated by commas.")
  private FlinkRest flink;

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      defaultValue = "text",
      description = "One of: ${COMPLETION-CANDIDATES}.")
  private Format format;

  /** How the status is written. */
  enum Format {
    text,
    json
  }

  @Override
  public Integer call() {
    ClusterStatus status = ClusterStatus.of(flink);
    PrintWriter out = spec.commandLine().getOut();
    if (format == Format.json) {
      out.println(json(status));
    } else {
      text(status, out);
    }
    out.flush();
    return CommandLine.ExitCode.OK;
  }

  private static void text(ClusterStatus status, PrintWriter out) {
    out.printf(
        "Flink %s, %d TaskManager(s), %d of %d slots free%n",
        status.flinkVersion(), status.taskManagers(), status.slotsFree(), status.slotsTotal());
    for (ClusterStatus.Job job : status.jobs()) {
      out.printf(
          "%s  %-22s %-10s up %s  restarts %d  parallelism %d  tasks %d/%d  %s%n",
          job.id(),
          job.name(),
          job.state(),
          uptime(Duration.ofSeconds(job.uptimeSeconds())),
          job.restarts(),
          job.parallelism(),
          job.tasksRunning(),
          job.tasksTotal(),
          job.checkpoint().map(StatusCommand::text).orElse("no checkpoint yet"));
    }
  }

  /** The two largest units, such as {@code 3 d 4 h} or {@code 2 min 5 s}. */
  static String uptime(Duration uptime) {
    return uptime.toDays() > 0
        ? uptime.toDays() + " d " + uptime.toHoursPart() + " h"
        : uptime.toHours() > 0
            ? uptime.toHours() + " h " + uptime.toMinutesPart() + " min"
            : uptime.toMinutes() > 0
                ? uptime.toMinutes() + " min " + uptime.toSecondsPart() + " s"
                : uptime.toSeconds() + " s";
  }

  private static String text(ClusterStatus.Checkpoint checkpoint) {
    return String.format(
        Locale.ROOT,
        "checkpoint %d %d s ago, %.1f MB in %d ms",
        checkpoint.id(),
        checkpoint.ageSeconds(),
        checkpoint.sizeBytes() / MEGABYTE,
        checkpoint.durationMillis());
  }

  private static String json(ClusterStatus status) {
    ObjectNode root = JSON.createObjectNode();
    root.put("flinkVersion", status.flinkVersion());
    root.put("slotsTotal", status.slotsTotal());
    root.put("slotsFree", status.slotsFree());
    var taskManagers = root.putArray("taskManagers");
    for (ClusterStatus.TaskManagerSlots each : status.taskManagerList()) {
      taskManagers
          .addObject()
          .put("id", each.id())
          .put("slots", each.slots())
          .put("slotsFree", each.slotsFree());
    }
    var jobs = root.putArray("jobs");
    for (ClusterStatus.Job job : status.jobs()) {
      ObjectNode node = jobs.addObject();
      node.put("id", job.id());
      node.put("name", job.name());
      node.put("state", job.state());
      node.put("uptimeSeconds", job.uptimeSeconds());
      node.put("restarts", job.restarts());
      node.put("parallelism", job.parallelism());
      node.put("tasksRunning", job.tasksRunning());
      node.put("tasksTotal", job.tasksTotal());
      node.put("checkpointsCompleted", job.checkpointsCompleted());
      node.put("checkpointsFailed", job.checkpointsFailed());
      node.putNull("lastCheckpoint");
      job.checkpoint()
          .ifPresent(
              last ->
                  node.putObject("lastCheckpoint")
                      .put("id", last.id())
                      .put("ageSeconds", last.ageSeconds())
                      .put("sizeBytes", last.sizeBytes())
                      .put("durationMillis", last.durationMillis())
                      .put("path", last.path()));
    }
    try {
      return JSON.writeValueAsString(root);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("A tree of numbers and texts can always be written", e);
    }
  }
}
