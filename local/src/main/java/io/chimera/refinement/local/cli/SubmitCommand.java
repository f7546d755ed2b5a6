package io.chimera.refinement.local.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.chimera.refinement.jobs.config.Settings;
import io.chimera.refinement.local.Failure;
import io.chimera.refinement.local.world.FlinkRest;
import io.chimera.refinement.local.world.Patience;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code submit}: a job on a running cluster. */
@Command(
    name = "submit",
    mixinStandardHelpOptions = true,
    versionProvider = Refinement.Version.class,
    sortOptions = false,
    showDefaultValues = true,
    description = {
      "Submits a job to a running Flink cluster and waits until it runs.",
      "The settings are checked here and travel with the job. Files that they name, such as a folder of packs, are read on the JobManager."
    })
final class SubmitCommand implements Callable<Integer> {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration START_LIMIT = Duration.ofMinutes(1);

  @CommandLine.Spec private CommandLine.Model.CommandSpec spec;

  @Option(
      names = "--jobmanager",
      paramLabel = "HOST:PORT",
      defaultValue = "localhost:8081",
      description = "REST address of the cluster.")
  private String jobManager;

  @Option(
      names = "--job",
      paramLabel = "NAME",
      defaultValue = "refinement",
      description = "One of: ${COMPLETION-CANDIDATES}.")
  private Job job;

  @Option(
      names = "--from",
      paramLabel = "SAVEPOINT",
      description = "Savepoint or checkpoint to start from.")
  private String savepoint;

  @Mixin private SettingsOptions settings = new SettingsOptions();

  /** The jobs, by the names of their jars. */
  enum Job {
    refinement("refinement-job.jar"),
    metrics("metrics-job.jar"),
    all("all-in-one-job.jar");

    private final String jar;

    Job(String jar) {
      this.jar = jar;
    }

    Path path() {
      return Home.path().resolve("jobs").resolve("target").resolve(jar);
    }
  }

  @Override
  public Integer call() {
    Map<String, String> values = settings.values();
    Settings.from(values);
    Path jar = job.path();
    if (!Files.isRegularFile(jar)) {
      throw new Failure(
          "Cannot submit %s: %s does not exist; build it with ./mvnw -DskipTests package"
              .formatted(job, jar));
    }
    FlinkRest flink = new FlinkRest("http://" + jobManager);
    String uploaded = flink.upload(jar).path("filename").asText();
    String id =
        flink.post("/jars/" + fileName(uploaded) + "/run", request(values)).path("jobid").asText();
    Patience.of(START_LIMIT)
        .until(
            () -> isRunning(flink, id),
            "Cannot start job %s: it does not run after %s; see %s"
                .formatted(id, START_LIMIT, flink.url()));
    spec.commandLine().getOut().println(id);
    return CommandLine.ExitCode.OK;
  }

  private ObjectNode request(Map<String, String> values) {
    ObjectNode request = JSON.createObjectNode();
    ArrayNode arguments = request.putArray("programArgsList");
    values.forEach((key, value) -> arguments.add("--set").add(key + '=' + value));
    if (savepoint != null) {
      request.put("savepointPath", savepoint);
    }
    return request;
  }

  private static boolean isRunning(FlinkRest flink, String id) {
    String state = flink.get("/jobs/" + id).path("state").asText();
    if (state.equals("FAILED") || state.equals("CANCELED")) {
      String cause = flink.get("/jobs/" + id + "/exceptions").path("root-exception").asText(state);
      throw new Failure(
          "Cannot start job %s: %s; see %s"
              .formatted(id, cause.lines().findFirst().orElse(state), flink.url()));
    }
    return state.equals("RUNNING");
  }

  private static String fileName(String path) {
    return path.substring(path.lastIndexOf('/') + 1);
  }
}
