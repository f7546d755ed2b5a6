package io.chimera.refinement.local.world;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a Flink cluster says of itself.
 *
 * @param jobs those that run and those that ended recently
 */
public record ClusterStatus(
    String flinkVersion,
    int taskManagers,
    int slotsTotal,
    int slotsFree,
    List<TaskManagerSlots> taskManagerList,
    List<Job> jobs) {

  /** A TaskManager and its slots. */
  public record TaskManagerSlots(String id, int slots, int slotsFree) {}

  /**
   * A job.
   *
   * @param uptimeSeconds since it runs without a restart; 0 while it does not
   * @param restarts since its JobManager took it over
   * @param checkpoint the last completed one, empty before the first
   */
  public record Job(
      String id,
      String name,
      String state,
      long uptimeSeconds,
      long restarts,
      int parallelism,
      int tasksRunning,
      int tasksTotal,
      long checkpointsCompleted,
      long checkpointsFailed,
      Optional<Checkpoint> checkpoint) {}

  /**
   * A completed checkpoint.
   *
   * @param ageSeconds since it was complete
   * @param sizeBytes of the state that it stands for
   * @param durationMillis from its trigger to its completion
   */
  public record Checkpoint(
      long id, long ageSeconds, long sizeBytes, long durationMillis, String path) {}

  /** Asks the cluster. */
  public static ClusterStatus of(FlinkRest rest) {
    JsonNode overview = rest.get("/overview");
    List<TaskManagerSlots> taskManagers = new ArrayList<>();
    for (JsonNode each : rest.get("/taskmanagers").path("taskmanagers")) {
      taskManagers.add(
          new TaskManagerSlots(
              each.path("id").asText(),
              each.path("slotsNumber").asInt(),
              each.path("freeSlots").asInt()));
    }
    FlinkJobs jobs = new FlinkJobs(rest);
    return new ClusterStatus(
        overview.path("flink-version").asText(),
        overview.path("taskmanagers").asInt(),
        overview.path("slots-total").asInt(),
        overview.path("slots-available").asInt(),
        taskManagers,
        jobs.list().stream().map(job -> job(rest, jobs, job)).toList());
  }

  private static Job job(FlinkRest rest, FlinkJobs jobs, FlinkJobs.Job job) {
    JsonNode detail = rest.get("/jobs/" + job.id());
    long nowMillis = detail.path("now").asLong();
    boolean running = job.state().equals("RUNNING");
    long runningSinceMillis = detail.path("timestamps").path("RUNNING").asLong();
    JsonNode checkpoints = rest.get("/jobs/" + job.id() + "/checkpoints");
    JsonNode last = checkpoints.path("latest").path("completed");
    return new Job(
        job.id(),
        job.name(),
        job.state(),
        running ? (nowMillis - runningSinceMillis) / 1_000 : 0,
        jobs.restarts(job.id()),
        jobs.parallelism(job.id()),
        job.tasksRunning(),
        job.tasksTotal(),
        checkpoints.path("counts").path("completed").asLong(),
        checkpoints.path("counts").path("failed").asLong(),
        last.isObject() ? Optional.of(checkpoint(last, nowMillis)) : Optional.empty());
  }

  private static Checkpoint checkpoint(JsonNode last, long nowMillis) {
    return new Checkpoint(
        last.path("id").asLong(),
        Math.max(0, nowMillis - last.path("latest_ack_timestamp").asLong()) / 1_000,
        last.path("state_size").asLong(),
        last.path("end_to_end_duration").asLong(),
        last.path("external_path").asText());
  }
}
