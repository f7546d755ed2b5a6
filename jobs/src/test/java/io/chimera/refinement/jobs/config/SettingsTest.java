package io.chimera.refinement.jobs.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SettingsTest {
  @TempDir Path folder;

  @Test
  void theDefaultsAreValid() {
    Settings settings = Settings.from(Map.of());
    assertThat(settings.windows()).isEqualTo(new Settings.Windows(60_000, 10_000));
    assertThat(settings.publishing().isExactlyOnce("recommendations")).isTrue();
    assertThat(settings.publishing().isExactlyOnce("findings")).isFalse();
  }

  @Test
  void everyFaultIsReportedAtOnceWithKeyRuleAndValue() {
    assertThatThrownBy(
            () ->
                Settings.from(
                    Map.of(
                        "refinement.anomaly.limit", "0.5",
                        "refinement.window.slide", "7 s",
                        "refinement.dedup.horizn", "1 h",
                        "refinement.anomaly.history", "many",
                        "refinement.delivery.audit", "twice")))
        .isInstanceOfSatisfying(
            InvalidSettings.class,
            invalid ->
                assertThat(invalid.faults())
                    .containsExactlyInAnyOrder(
                        "refinement.anomaly.limit must be from 1.0 to 1000.0, was 0.5",
                        "refinement.window.slide must divide one minute and refinement.window.size (PT1M), was PT7S",
                        "refinement.dedup.horizn must be a known key, was not found; did you mean refinement.dedup.horizon?",
                        "refinement.anomaly.history must be a whole number, was many",
                        "refinement.delivery.audit must be at-least-once or exactly-once, was twice"));
  }

  @Test
  void kafkaKeysPassThroughByGroup() {
    Settings.Kafka kafka =
        Settings.from(
                Map.of(
                    "kafka.bootstrap.servers",
                    "a:1",
                    "kafka.security.protocol",
                    "SSL",
                    "kafka.sink.linger.ms",
                    "1"))
            .kafka();
    assertThat(kafka.bootstrapServers()).isEqualTo("a:1");
    assertThat(kafka.common()).containsExactly(Map.entry("security.protocol", "SSL"));
    assertThat(kafka.sink()).containsExactly(Map.entry("linger.ms", "1"));
  }

  @Test
  void aSecretComesFromAFileAndIsNeverPrinted() throws Exception {
    Path secret = Files.writeString(folder.resolve("token"), "s3cret\n");
    Settings settings = Settings.from(Map.of("refinement.influx.token", "${file:" + secret + "}"));
    assertThat(settings.database().token()).isEqualTo("s3cret");
    assertThat(settings.toString()).doesNotContain("s3cret");
    assertThatThrownBy(
            () -> Settings.from(Map.of("refinement.influx.token", "${env:NO_SUCH_NAME_HERE}")))
        .hasMessageContaining(
            "refinement.influx.token must name an environment variable that is set, was NO_SUCH_NAME_HERE");
  }

  @Test
  void argumentsOverrideTheFile() throws Exception {
    Path file =
        Files.writeString(
            folder.resolve("r.yaml"),
            "refinement:\n  seed: 7\n  anomaly: {limit: 5}\nrefinement.deployment: blue\n");
    Settings settings =
        SettingsFile.fromArguments(
            new String[] {"--config", file.toString(), "--set", "refinement.seed=8"});
    assertThat(settings.seed()).isEqualTo(8);
    assertThat(settings.anomaly().limit()).isEqualTo(5);
    assertThat(settings.deployment()).isEqualTo("blue");
    assertThatThrownBy(
            () -> SettingsFile.fromArguments(new String[] {"--sett", "x=1", "--set", "x"}))
        .hasMessageContaining("--sett must be --config FILE or --set key=value")
        .hasMessageContaining("--set must be key=value, was x");
  }
}
