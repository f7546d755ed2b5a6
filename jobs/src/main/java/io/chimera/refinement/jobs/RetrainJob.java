package io.chimera.refinement.jobs;

import io.chimera.refinement.jobs.config.Settings;
import io.chimera.refinement.state.optimise.retrain.Retraining;
import java.util.Optional;
import org.apache.flink.api.common.RuntimeExecutionMode;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** The retraining job: bounded, in batch mode; from history to models. */
public final class RetrainJob {
  /** Name in the web UI. */
  public static final String NAME = "refinement-retrain";

  private RetrainJob() {}

  /**
   * What is asked for.
   *
   * @param input file or folder with the history; empty for that in Kafka, up to its present end
   * @param output folder for models; empty for the topic of models
   * @param publish whether models go anywhere at all
   * @param adopt whether the control topic is told to decide by them; only for models in their
   *     topic
   */
  public record Request(
      Retraining.Params params,
      Optional<String> input,
      Optional<String> output,
      boolean publish,
      boolean adopt) {}

  /** Adds the job to the environment. */
  public static void define(StreamExecutionEnvironment env, Settings settings, Request request) {
    JobGraphRules.apply(env);
    env.setRuntimeMode(RuntimeExecutionMode.BATCH);
    RetrainTopology.define(env, new RetrainKafkaPorts(settings).of(request), request.params());
  }
}
