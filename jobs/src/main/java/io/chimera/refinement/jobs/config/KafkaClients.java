package io.chimera.refinement.jobs.config;

import io.chimera.refinement.connectors.kafka.KafkaSettings;

/** What the settings say of Kafka, as its clients take it. */
public final class KafkaClients {
  private KafkaClients() {}

  public static KafkaSettings of(Settings settings) {
    Settings.Kafka given = settings.kafka();
    return new KafkaSettings(
        given.bootstrapServers(),
        settings.topicPrefix(),
        settings.deployment(),
        given.common(),
        given.source(),
        given.sink(),
        given.admin(),
        given.transactionTimeoutMillis());
  }
}
