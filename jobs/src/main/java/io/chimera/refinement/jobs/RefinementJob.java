package io.chimera.refinement.jobs;

import io.chimera.refinement.jobs.config.GivenSettings;
import io.chimera.refinement.jobs.config.Settings;
import io.chimera.refinement.jobs.config.SettingsFile;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** The refinement job: from KPI reports to findings, alerts, recommendations, metric points. */
public final class RefinementJob {
  /** Name in the web UI. */
  public static final String NAME = "refinement";

  private RefinementJob() {}

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
    JobGraphRules.apply(env);
    RefinementTopology.define(env, new KafkaPorts(settings).refinement(), Plan.of(settings));
  }
}
