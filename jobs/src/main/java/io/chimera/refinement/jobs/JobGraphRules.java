package io.chimera.refinement.jobs;

import io.chimera.refinement.jobs.config.GivenSettings;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** What holds for every job, whatever the cluster's configuration says. */
final class JobGraphRules {
  private JobGraphRules() {}

  static void apply(StreamExecutionEnvironment env) {
    Configuration rules = new Configuration();
    // A missing uid would tie state to a hash of the graph; Kryo would tie it to a class layout.
    rules.set(PipelineOptions.AUTO_GENERATE_UIDS, false);
    rules.set(PipelineOptions.GENERIC_TYPES, false);
    // Operators give away what they emit and never change it afterwards.
    rules.set(PipelineOptions.OBJECT_REUSE, true);
    rules.set(PipelineOptions.MAX_PARALLELISM, Plan.MAX_PARALLELISM);
    env.configure(rules);
  }

  /** Lets the web UI and the REST interface show what the job was given. */
  static void show(StreamExecutionEnvironment env, GivenSettings given) {
    Configuration shown = new Configuration();
    shown.set(PipelineOptions.GLOBAL_JOB_PARAMETERS, given.shown());
    env.configure(shown);
  }
}
