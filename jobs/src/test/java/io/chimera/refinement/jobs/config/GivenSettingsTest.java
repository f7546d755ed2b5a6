package io.chimera.refinement.jobs.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class GivenSettingsTest {

  @Test
  void everythingIsShownButWhatMayBeASecret() {
    GivenSettings given =
        SettingsFile.given(
            new String[] {
              "--set", "refinement.deployment=blue",
              "--set", "kafka.bootstrap.servers=broker:9092",
              "--set", "kafka.sasl.jaas.config=password=1234",
              "--set", "kafka.ssl.key.password=${file:/run/secrets/key}",
              "--set", "refinement.influx.token=1234"
            });

    assertThat(given.shown())
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                "refinement.deployment", "blue",
                "kafka.bootstrap.servers", "broker:9092",
                "kafka.sasl.jaas.config", GivenSettings.HIDDEN,
                "kafka.ssl.key.password", "${file:/run/secrets/key}",
                "refinement.influx.token", GivenSettings.HIDDEN));
  }

  @Test
  void aReferenceWithSomethingBesideItIsNotShown() {
    assertThat(new GivenSettings(Map.of("kafka.x", "${env:USER}1234")).shown())
        .containsEntry("kafka.x", GivenSettings.HIDDEN);
  }
}
