package io.chimera.refinement.jobs;

import io.chimera.refinement.jobs.config.GivenSettings;
import io.chimera.refinement.jobs.config.Settings;
import io.chimera.refinement.jobs.config.SettingsFile;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * All streaming jobs in one graph, for small set-ups: points still travel through Kafka, but a slow
 * database can delay checkpoints. Recommendations are delivered if there are subscribers.
 */
public final class AllInOneJob {
  /** Name in the web UI. */
  public static final String NAME = "refinement-all-in-one";

  private AllInOneJob() {}

  /**
   * Settings from {@code --config FILE} and {@code --set key=value}; the cluster's configuration
   * gives the rest.
   */
  public static void main(String[] arguments) throws Exception {
    StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment();
    GivenSettings given = SettingsFile.given(arguments);
    JobGraphRules.show(env, given);
    define(env, Settings.from(given.values()));
    env.execute(NAME);
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
