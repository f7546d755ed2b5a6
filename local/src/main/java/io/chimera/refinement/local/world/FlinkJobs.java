package io.chimera.refinement.local.world;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.chimera.refinement.local.Failure;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** The jobs of a Flink cluster over its REST interface: submit, watch, change. */
public final class FlinkJobs {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Set<String> ENDED = Set.of("FINISHED", "CANCELED", "FAILED", "SUSPENDED");

  private final FlinkRest rest;

  public FlinkJobs(FlinkRest rest) {
    this.rest = rest;
  }

  /**
   * One line of the list of jobs.
   *
   * @param tasksRunning parallel tasks that run, of {@code tasksTotal}
   */
  public record Job(String id, String name, String state, int tasksRunning, int tasksTotal) {
    public boolean hasEnded() {
      return FlinkJobs.hasEnded(state);
    }
  }

  /** Whether a job in this state does not run and never will again. */
  public static boolean hasEnded(String state) {
    return ENDED.contains(state);
  }

  /** Jobs that run or have ended recently. */
  public List<Job> list() {
    List<Job> jobs = new ArrayList<>();
    for (JsonNode job : rest.get("/jobs/overview").path("jobs")) {
      jobs.add(
          new Job(
              job.path("jid").asText(),
              job.path("name").asText(),
              job.path("state").asText(),
              job.path("tasks").path("running").asInt(),
              job.path("tasks").path("total").asInt()));
    }
    return jobs;
  }

  /**
   * The one job that has not ended and has this id or this name.
   *
   * @throws Failure when there is none, or more than one
   */
  public Job find(String idOrName) {
    List<Job> found =
        list().stream()
            .filter(job -> !job.hasEnded())
            .filter(job -> job.id().equals(idOrName) || job.name().equals(idOrName))
            .toList();
    if (found.size() != 1) {
      throw new Failure(
          found.isEmpty()
              ? "Cannot find job %s at %s: nothing of this name or id runs; see refinement status"
                  .formatted(idOrName, rest.url())
              : "Cannot choose job %s at %s: %d jobs have this name; pass the id of one"
                  .formatted(idOrName, rest.url(), found.size()));
    }
    return found.get(0);
  }

  /** Submits a job and returns its id; it need not run yet. */
  public String submit(Submission submission) {
    String uploaded = rest.upload(submission.jar()).path("filename").asText();
    String jar = "/jars/" + uploaded.substring(uploaded.lastIndexOf('/') + 1);
    try {
      ObjectNode request = JSON.createObjectNode();
      ArrayNode arguments = request.putArray("programArgsList");
      submission.arguments().forEach(arguments::add);
      submission
          .origin()
          .ifPresent(
              origin ->
                  request
                      .put("savepointPath", origin.path())
                      .put("allowNonRestoredState", origin.allowNonRestoredState()));
      // Without a number a submitted jar runs at 1, whatever the cluster's own default is.
      request.put("parallelism", submission.parallelism().orElseGet(() -> defaultParallelism()));
      return rest.post(jar + "/run", request).path("jobid").asText();
    } finally {
      // The job holds its own copy; every submission would leave another one behind.
      rest.delete(jar);
    }
  }

  private int defaultParallelism() {
    return setting("parallelism.default").map(Integer::parseInt).orElse(1);
  }

  private Optional<String> setting(String key) {
    for (JsonNode setting : rest.get("/jobmanager/config")) {
      if (setting.path("key").asText().equals(key)) {
        return Optional.of(setting.path("value").asText());
      }
    }
    return Optional.empty();
  }

  /** Whether the cluster's scheduler can change the parallelism of a job that runs. */
  public boolean isAdaptive() {
    return setting("jobmanager.scheduler")
        .map(name -> name.toLowerCase(Locale.ROOT).equals("adaptive"))
        .orElse(false);
  }

  /** The settings that the job says it was given; those of other programs are empty. */
  public Map<String, String> givenSettings(String job) {
    Map<String, String> given = new TreeMap<>();
    rest.get("/jobs/" + job + "/config")
        .path("execution-config")
        .path("user-config")
        .properties()
        .forEach(setting -> given.put(setting.getKey(), setting.getValue().asText()));
    return given;
  }

  /** The largest parallelism of the job's operators: the slots that it takes. */
  public int parallelism(String job) {
    int largest = 0;
    for (JsonNode vertex : rest.get("/jobs/" + job).path("vertices")) {
      largest = Math.max(largest, vertex.path("parallelism").asInt());
    }
    return largest;
  }

  /** Slots that no job has taken. */
  public int freeSlots() {
    return rest.get("/overview").path("slots-available").asInt();
  }

  /**
   * Asks the adaptive scheduler to run every operator of the job at this parallelism, as soon as
   * there are slots for it; returns at once.
   */
  public void require(String job, int parallelism) {
    String path = "/jobs/" + job + "/resource-requirements";
    ObjectNode requirements = JSON.createObjectNode();
    rest.get(path)
        .fieldNames()
        .forEachRemaining(
            vertex ->
                requirements
                    .putObject(vertex)
                    .putObject("parallelism")
                    .put("lowerBound", 1)
                    .put("upperBound", parallelism));
    rest.put(path, requirements);
  }

  /** {@code RUNNING}, {@code RESTARTING} and so on, as of now. */
  public String state(String job) {
    return rest.get("/jobs/" + job + "/status").path("status").asText();
  }

  /** Whether the job and each of its tasks run. Fails, with the cause, when it has failed. */
  public boolean isRunning(String job) {
    String state = state(job);
    if (ENDED.contains(state) || state.equals("FAILING")) {
      throw failed(job, state);
    }
    if (!state.equals("RUNNING")) {
      return false;
    }
    for (JsonNode vertex : rest.get("/jobs/" + job).path("vertices")) {
      JsonNode tasks = vertex.path("tasks");
      if (tasks.path("RUNNING").asInt() + tasks.path("FINISHED").asInt()
          < vertex.path("parallelism").asInt()) {
        return false;
      }
    }
    return true;
  }

  /**
   * Waits until the job and each of its tasks run. Fails at once when the job does; a JobManager
   * that does not answer just now is waited for.
   */
  public void awaitRunning(String job, Duration limit) {
    Patience.of(limit)
        .until(
            () -> {
              try {
                return isRunning(job);
              } catch (FlinkUnreachable notYet) {
                return false;
              }
            },
            "Cannot start job %s: not all tasks run after %s; see %s"
                .formatted(job, limit, rest.url()));
  }

  /** Waits until the job's Kafka sources were given that many partitions of the topic. */
  public void awaitAssigned(String job, String topic, int partitions, Duration limit) {
    FlinkMetrics metrics = new FlinkMetrics(rest);
    Patience.of(limit)
        .until(
            () -> metrics.assignedPartitions(job, topic) >= partitions,
            "Cannot start job %s: topic %s is not assigned after %s; see %s"
                .formatted(job, topic, limit, rest.url()));
  }

  /** Fails, with the cause, when the job has failed or ended. */
  public void check(String job) {
    String state = state(job);
    if (ENDED.contains(state)) {
      throw failed(job, state);
    }
  }

  /** Completed checkpoints since the job was submitted or its JobManager took over. */
  public long completedCheckpoints(String job) {
    return rest.get("/jobs/" + job + "/checkpoints").path("counts").path("completed").asLong();
  }

  /** Restarts of the whole job or of parts of it since its JobManager took over. */
  public long restarts(String job) {
    return rest.get("/jobs/" + job + "/metrics?get=numRestarts").path(0).path("value").asLong();
  }

  /**
   * Restarts of a job whose tasks all depend on one another, since its JobManager took over. Unlike
   * {@link #restarts}, which is a metric and as old as the slowest TaskManager's answer, this is
   * what the JobManager knows now.
   */
  public int attempts(String job) {
    String path = "/jobs/" + job;
    String first = rest.get(path).path("vertices").path(0).path("id").asText();
    int attempts = 0;
    for (JsonNode subtask : rest.get(path + "/vertices/" + first).path("subtasks")) {
      attempts = Math.max(attempts, subtask.path("attempt").asInt());
    }
    return attempts;
  }

  /** Savepoints of these jobs. */
  public Savepoints savepoints() {
    return new Savepoints(rest);
  }

  /** Cancels a job without a savepoint; its last checkpoint is kept. */
  public void cancel(String job) {
    rest.patch("/jobs/" + job + "?mode=cancel");
  }

  private Failure failed(String job, String state) {
    if (state.equals("FINISHED") || state.equals("CANCELED")) {
      // What its history tells are failures that it has outlived.
      return new Failure(
          "Cannot run job %s: it is %s, since somebody stopped it; see %s"
              .formatted(job, state, rest.url()));
    }
    JsonNode exceptions = rest.get("/jobs/" + job + "/exceptions");
    String trace =
        exceptions
            .path("exceptionHistory")
            .path("entries")
            .path(0)
            .path("stacktrace")
            .asText(exceptions.path("root-exception").asText(""));
    return new Failure(
        "Cannot run job %s: %s; see %s"
            .formatted(job, trace.isBlank() ? "it is " + state : innermost(trace), rest.url()));
  }

  /** The last cause of a stack trace, without its frames. */
  static String innermost(String stackTrace) {
    return stackTrace
        .lines()
        .filter(line -> !line.isBlank() && !line.startsWith("\t"))
        .reduce((outer, inner) -> inner)
        .map(line -> line.startsWith("Caused by: ") ? line.substring(11) : line)
        .orElse(stackTrace);
  }
}
