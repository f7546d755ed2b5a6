package io.chimera.refinement.jobs;

import io.chimera.refinement.jobs.config.Settings;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * The metrics job: from metric points to the time-series database. It may wait for the database;
 * the refinement job never does.
 */
public final class MetricsJob {
  /** Name in the web UI. */
  public static final String NAME = "refinement-metrics";

  private MetricsJob() {}

  /** Takes {@code --config FILE} and {@code --set key=value}. */
  public static void main(String[] arguments) throws Exception {
    Launch.job(NAME, arguments, MetricsJob::define);
  }

  /** Adds the job to the environment. */
  public static void define(StreamExecutionEnvironment env, Settings settings) {
    JobGraphRules.apply(env);
    MetricsTopology.define(
        env, new KafkaPorts(settings).metrics(), Plan.withoutPacks(settings).self("metrics"));
  }
}
