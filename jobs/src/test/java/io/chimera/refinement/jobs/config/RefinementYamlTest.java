package io.chimera.refinement.jobs.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * {@code flink-conf/refinement.yaml} is the reference of the settings: what it says must be true.
 */
class RefinementYamlTest {
  private static final Path FILE = Path.of("../flink-conf/refinement.yaml");

  @Test
  void theFileHasExactlyTheKeysOfTheCodeInItsOrder() {
    List<String> keys = RefinementOptions.keys().stream().map(ConfigOption::key).toList();
    assertThat(SettingsFile.read(FILE).keySet()).containsExactlyElementsOf(keys);
  }

  @ParameterizedTest
  @MethodSource("options")
  void theFileShowsTheDefault(ConfigOption<?> option) {
    Configuration file = Configuration.fromMap(SettingsFile.read(FILE));
    assertThat((Object) file.get(option)).as(option.key()).isEqualTo(option.defaultValue());
  }

  static Stream<ConfigOption<?>> options() {
    return RefinementOptions.keys().stream();
  }

  @Test
  void theFileMeansTheSameAsNoFile() {
    assertThat(Settings.from(SettingsFile.read(FILE))).isEqualTo(Settings.from(Map.of()));
  }

  @Test
  void everyKeyHasAComment() throws Exception {
    List<String> lines = Files.readAllLines(FILE, StandardCharsets.UTF_8);
    for (int i = 0; i < lines.size(); i++) {
      boolean key =
          !lines.get(i).isBlank()
              && !lines.get(i).startsWith("#")
              && !lines.get(i).startsWith("refinement.delivery.");
      if (key) {
        assertThat(lines.get(i - 1)).as("line above " + lines.get(i)).startsWith("# ");
      }
    }
  }
}
