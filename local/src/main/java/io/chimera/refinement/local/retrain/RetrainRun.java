package io.chimera.refinement.local.retrain;

import io.chimera.refinement.jobs.RetrainJob;
import io.chimera.refinement.jobs.config.Settings;
import io.chimera.refinement.local.Failure;
import io.chimera.refinement.operators.optimise.JoinRewards;
import io.chimera.refinement.operators.optimise.RetrainModels;
import io.chimera.refinement.state.optimise.retrain.RetrainingReport;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.apache.flink.api.common.JobExecutionResult;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** The retraining job on a Flink of its own in this process, which ends with it. */
public final class RetrainRun {
  private static final long PROGRESS_SECONDS = 2;

  private final Settings settings;
  private final RetrainJob.Request request;
  private final int parallelism;
  private final Consumer<String> progress;

  /**
   * What came of it.
   *
   * @param reports by catalogue
   * @param lessons decisions with a reward
   * @param refused how many records taught nothing, by reason
   */
  public record Outcome(List<RetrainingReport> reports, long lessons, Map<String, Long> refused) {}

  /**
   * A run.
   *
   * @param progress is told a line every two seconds
   */
  public RetrainRun(
      Settings settings, RetrainJob.Request request, int parallelism, Consumer<String> progress) {
    this.settings = settings;
    this.request = request;
    this.parallelism = parallelism;
    this.progress = progress;
  }

  /** Reads all of history and learns from it. */
  public Outcome run() {
    // Counts come with heartbeats.
    StreamExecutionEnvironment env =
        StreamExecutionEnvironment.createLocalEnvironment(
            parallelism, Configuration.fromMap(Map.of("heartbeat.interval", "1 s")));
    RetrainJob.define(env, settings, request);
    try {
      JobClient client = env.executeAsync(RetrainJob.NAME);
      CompletableFuture<JobExecutionResult> result = client.getJobExecutionResult();
      while (true) {
        try {
          return outcome(result.get(PROGRESS_SECONDS, TimeUnit.SECONDS).getAllAccumulatorResults());
        } catch (TimeoutException stillRunning) {
          progress.accept(describe(client.getAccumulators().get()));
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Failure("Cannot retrain: interrupted; try again", e);
    } catch (ExecutionException e) {
      throw failed(e);
    } catch (Exception e) {
      throw failed(e);
    }
  }

  private static Failure failed(Exception cause) {
    return new Failure(
        "Cannot retrain: %s; check the input, the address and that the broker runs"
            .formatted(Failure.reason(cause)),
        cause);
  }

  private String describe(Map<String, Object> counts) {
    return "%d decisions with a reward, %d trials over history (%d settings per catalogue)"
        .formatted(
            count(counts, RetrainModels.LESSONS),
            count(counts, RetrainModels.TRIALS),
            request.params().trials());
  }

  private static long count(Map<String, Object> counts, String name) {
    return counts.get(name) instanceof Long number ? number : 0;
  }

  private static Outcome outcome(Map<String, Object> counts) {
    Map<String, Long> refused = new TreeMap<>();
    counts.forEach(
        (name, count) -> {
          if (name.startsWith(JoinRewards.REFUSED) && count instanceof Long number) {
            refused.put(name.substring(JoinRewards.REFUSED.length()), number);
          }
        });
    List<RetrainingReport> reports = new ArrayList<>();
    if (counts.get(RetrainModels.REPORTS) instanceof List<?> given) {
      given.forEach(each -> reports.add((RetrainingReport) each));
    }
    reports.sort(Comparator.comparing(RetrainingReport::target));
    return new Outcome(reports, count(counts, RetrainModels.LESSONS), refused);
  }
}
