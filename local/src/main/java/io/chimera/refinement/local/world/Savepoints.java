package io.chimera.refinement.local.world;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.chimera.refinement.local.Failure;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/** Takes savepoints over Flink's REST interface and waits until they are complete. */
public final class Savepoints {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration LIMIT = Duration.ofMinutes(10);

  private final FlinkRest rest;

  Savepoints(FlinkRest rest) {
    this.rest = rest;
  }

  /**
   * Takes a savepoint of a job that goes on.
   *
   * @param directory where to; empty for the cluster's savepoint folder
   * @return path of the savepoint
   */
  public String take(String job, Optional<String> directory) {
    ObjectNode request = JSON.createObjectNode().put("cancel-job", false);
    directory.ifPresent(path -> request.put("target-directory", path));
    return result(job, rest.post("/jobs/" + job + "/savepoints", request));
  }

  /**
   * Stops a job with a savepoint: its exactly-once output is committed up to it.
   *
   * @param drain whether windows that are still open fire, because this is the end of all input
   * @param directory where to; empty for the cluster's savepoint folder
   * @return path of the savepoint
   */
  public String stop(String job, boolean drain, Optional<String> directory) {
    ObjectNode request = JSON.createObjectNode().put("drain", drain);
    directory.ifPresent(path -> request.put("targetDirectory", path));
    return result(job, rest.post("/jobs/" + job + "/stop", request));
  }

  private String result(String job, JsonNode triggered) {
    String path = "/jobs/" + job + "/savepoints/" + triggered.path("request-id").asText();
    AtomicReference<JsonNode> last = new AtomicReference<>();
    Patience.of(LIMIT)
        .until(
            () -> {
              last.set(rest.get(path));
              return last.get().path("status").path("id").asText().equals("COMPLETED");
            },
            "Cannot take a savepoint of job %s: it is not complete after %s; see %s"
                .formatted(job, LIMIT, rest.url()));
    JsonNode operation = last.get().path("operation");
    if (operation.has("failure-cause")) {
      throw new Failure(
          "Cannot take a savepoint of job %s: %s; the job goes on or restarts, see %s"
              .formatted(
                  job,
                  FlinkJobs.innermost(operation.path("failure-cause").path("stack-trace").asText()),
                  rest.url()));
    }
    return operation.path("location").asText();
  }
}
