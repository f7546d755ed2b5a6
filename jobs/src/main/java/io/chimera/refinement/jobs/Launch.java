package io.chimera.refinement.jobs;

import io.chimera.refinement.jobs.config.GivenSettings;
import io.chimera.refinement.jobs.config.Settings;
import io.chimera.refinement.jobs.config.SettingsFile;
import java.util.function.BiConsumer;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** What the main methods of all jobs do: from arguments to a job that runs. */
final class Launch {
  private Launch() {}

  /**
   * Starts a job where Flink runs this program. Settings come from {@code --config FILE} and {@code
   * --set key=value}; the cluster's configuration gives the rest.
   *
   * @param definition adds the job to the environment
   */
  static void job(
      String name, String[] arguments, BiConsumer<StreamExecutionEnvironment, Settings> definition)
      throws Exception {
    StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment();
    GivenSettings given = SettingsFile.given(arguments);
    JobGraphRules.show(env, given);
    definition.accept(env, Settings.from(given.values()));
    env.execute(name);
  }
}
