package io.chimera.refinement.jobs;

import io.chimera.refinement.jobs.config.Settings;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * All streaming jobs in one graph, for small set-ups: points still travel through Kafka, but a slow
 * database can delay checkpoints. Recommendations are delivered if there are subscribers.
 */
public final class AllInOneJob {
  /** Name in the web UI. */
  public static final String NAME = "refinement-all-in-one";

  private AllInOneJob() {}

  /** Takes {@code --config FILE} and {@code --set key=value}. */
  public static void main(String[] arguments) throws Exception {
    Launch.job(NAME, arguments, AllInOneJob::define);
  }

  /** Adds the job to the environment. */
  public static void define(StreamExecutionEnvironment env, Settings settings) {
    RefinementJob.define(env, settings);
    MetricsJob.define(env, settings);
    if (!settings.subscribers().isEmpty()) {
      DeliveryJob.define(env, settings);
    }
  }
}
