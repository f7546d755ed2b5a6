package io.chimera.refinement.local.cli;

import io.chimera.refinement.connectors.kafka.Topic;
import io.chimera.refinement.jobs.config.RefinementOptions;
import io.chimera.refinement.jobs.config.Settings;
import io.chimera.refinement.local.control.ControlTopic;
import io.chimera.refinement.local.world.Brokers;
import java.util.Map;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Where a running system is found: its brokers, and what its topics are called. */
final class BrokerOptions {
  @Option(
      names = "--bootstrap-servers",
      paramLabel = "HOST:PORT",
      description = "Kafka brokers; wins over kafka.bootstrap.servers.")
  private String bootstrapServers;

  @Mixin private SettingsOptions settings = new SettingsOptions();

  /** The settings as given. */
  Settings settings() {
    Map<String, String> values = settings.values();
    if (bootstrapServers != null) {
      values.put(RefinementOptions.BOOTSTRAP_SERVERS.key(), bootstrapServers);
    }
    return Settings.from(values);
  }

  /** The brokers, and what it takes to be let in. */
  Brokers brokers() {
    return Brokers.of(settings().kafka());
  }

  /** The control topic of the system. */
  ControlTopic control() {
    Settings known = settings();
    return new ControlTopic(
        Brokers.of(known.kafka()), known.topicPrefix() + Topic.CONTROL.suffix());
  }
}
