package io.chimera.refinement.jobs;

import io.chimera.refinement.jobs.config.InvalidSettings;
import io.chimera.refinement.jobs.config.Settings;
import java.util.List;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * The delivery job: from recommendations to subscribers over HTTP. It may wait for them; the
 * refinement job never does.
 */
public final class DeliveryJob {
  /** Name in the web UI. */
  public static final String NAME = "refinement-delivery";

  private DeliveryJob() {}

  /** Takes {@code --config FILE} and {@code --set key=value}. */
  public static void main(String[] arguments) throws Exception {
    Launch.job(NAME, arguments, DeliveryJob::define);
  }

  /**
   * Adds the job to the environment.
   *
   * @throws InvalidSettings when nobody is to get anything
   */
  public static void define(StreamExecutionEnvironment env, Settings settings) {
    check(settings);
    JobGraphRules.apply(env);
    DeliveryTopology.define(
        env, new KafkaPorts(settings).delivery(), Plan.withoutPacks(settings).self("delivery"));
  }

  /**
   * Whether there is anything to do.
   *
   * @throws InvalidSettings when there is no subscriber
   */
  public static void check(Settings settings) {
    if (settings.subscribers().isEmpty()) {
      throw new InvalidSettings(
          List.of(
              "refinement.subscribers must name at least one subscriber for the delivery job, was"
                  + " empty; set refinement.subscribers.NAME.url"));
    }
  }
}
