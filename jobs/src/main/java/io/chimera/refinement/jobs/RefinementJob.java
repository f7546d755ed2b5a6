package io.chimera.refinement.jobs;

import io.chimera.refinement.jobs.config.Settings;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** The refinement job: from KPI reports to findings, alerts, recommendations, metric points. */
public final class RefinementJob {
  /** Name in the web UI. */
  public static final String NAME = "refinement";

  private RefinementJob() {}

  /** Takes {@code --config FILE} and {@code --set key=value}. */
  public static void main(String[] arguments) throws Exception {
    Launch.job(NAME, arguments, RefinementJob::define);
  }

  /** Adds the job to the environment. */
  public static void define(StreamExecutionEnvironment env, Settings settings) {
    JobGraphRules.apply(env);
    RefinementTopology.define(env, new KafkaPorts(settings).refinement(), Plan.of(settings));
  }
}
