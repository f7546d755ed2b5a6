package io.chimera.refinement.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.chimera.refinement.local.Failure;
import io.chimera.refinement.local.run.StopSignal;
import io.chimera.refinement.local.world.EmbeddedFlink;
import io.chimera.refinement.local.world.FlinkRest;
import io.chimera.refinement.local.world.Patience;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.OptionalDouble;
import org.apache.flink.api.common.JobID;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** A job on the embedded Flink; closing it cancels the job and waits until it is gone. */
final class RunningJob implements AutoCloseable {
  private static final Duration LIMIT = Duration.ofMinutes(2);

  private final EmbeddedFlink flink;
  private final FlinkRest rest;
  private final JobID id;

  private RunningJob(EmbeddedFlink flink, JobID id) {
    this.flink = flink;
    this.rest = new FlinkRest(flink.url());
    this.id = id;
  }

  /** Submits the job and waits until each of its tasks runs. */
  static RunningJob start(EmbeddedFlink flink, StreamExecutionEnvironment env, String name) {
    RunningJob job = new RunningJob(flink, flink.submit(env.getStreamGraph(), name));
    try {
      flink.awaitRunning(job.id);
      return job;
    } catch (RuntimeException e) {
      job.close();
      throw e;
    }
  }

  JobID id() {
    return id;
  }

  /** Fails, with the cause, when the job has. */
  void check() {
    flink.check(id);
  }

  /**
   * Takes a checkpoint now.
   *
   * @return bytes of state, full even where the checkpoint is incremental, in the vertices whose
   *     names contain one of {@code operators}
   */
  long stateBytes(List<String> operators, StopSignal stop) {
    JsonNode body = JsonNodeFactory.instance.objectNode().put("checkpointType", "CONFIGURED");
    String request = rest.post("/jobs/" + id + "/checkpoints", body).path("request-id").asText();
    long deadline = System.nanoTime() + LIMIT.toNanos();
    JsonNode answer = rest.get("/jobs/" + id + "/checkpoints/" + request);
    while (!answer.path("status").path("id").asText().equals("COMPLETED")) {
      if (System.nanoTime() > deadline) {
        throw new Failure(
            "Cannot take a checkpoint: none completed within " + LIMIT + "; see the log");
      }
      Stopped.orWait(stop, Duration.ofMillis(50));
      answer = rest.get("/jobs/" + id + "/checkpoints/" + request);
    }
    long checkpoint = answer.path("operation").path("checkpointId").asLong(-1);
    if (checkpoint < 0) {
      throw new Failure("Cannot take a checkpoint: " + answer.path("operation") + "; see the log");
    }
    JsonNode tasks = rest.get("/jobs/" + id + "/checkpoints/details/" + checkpoint).path("tasks");
    return operators.stream()
        .mapToLong(operator -> tasks.path(vertex(operator)).path("state_size").asLong())
        .sum();
  }

  /**
   * A number that an operator reports, the largest of its subtasks.
   *
   * @param operator part of the name of its vertex
   * @param metric last part of the metric's name
   */
  OptionalDouble metric(String operator, String metric) {
    String base = "/jobs/" + id + "/vertices/" + vertex(operator) + "/metrics";
    double largest = Double.NaN;
    for (JsonNode known : rest.get(base)) {
      String name = known.path("id").asText();
      if (name.endsWith('.' + metric)) {
        double value = rest.get(base + "?get=" + name).path(0).path("value").asDouble(Double.NaN);
        largest = Double.isNaN(largest) ? value : Math.max(largest, value);
      }
    }
    return Double.isNaN(largest) ? OptionalDouble.empty() : OptionalDouble.of(largest);
  }

  private String vertex(String operator) {
    for (JsonNode vertex : rest.get("/jobs/" + id).path("vertices")) {
      if (vertex.path("name").asText().contains(operator)) {
        return vertex.path("id").asText();
      }
    }
    throw new Failure(
        "Cannot read the state of " + operator + ": the job has no such operator; was it renamed?");
  }

  @Override
  public void close() {
    if (flink.status(id).isTerminalState()) {
      return;
    }
    HttpRequest cancel =
        HttpRequest.newBuilder(URI.create(flink.url() + "/jobs/" + id + "?mode=cancel"))
            .method("PATCH", HttpRequest.BodyPublishers.noBody())
            .build();
    try {
      HttpClient.newHttpClient().send(cancel, HttpResponse.BodyHandlers.discarding());
    } catch (IOException e) {
      throw new Failure("Cannot cancel the job: " + Failure.reason(e) + "; see the log", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Failure("Cannot cancel the job: interrupted; run the command again", e);
    }
    Patience.of(LIMIT)
        .until(
            () -> flink.status(id).isTerminalState(),
            "Cannot cancel the job: it still runs after " + LIMIT + "; see the log");
  }
}
