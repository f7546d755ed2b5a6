package io.chimera.refinement.local.cli;

import io.chimera.refinement.jobs.config.SettingsFile;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Help.Visibility;
import picocli.CommandLine.Option;

/** {@code --config} and {@code --set}, the same for every command that takes settings. */
final class SettingsOptions {
  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "Settings as YAML, nested or flat keys.")
  private Path config;

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      showDefaultValue = Visibility.NEVER,
      description = "One setting; wins over the file. May be repeated.")
  private Map<String, String> overrides = new LinkedHashMap<>();

  /** The settings as given: those of the file, then the single ones over them. */
  Map<String, String> values() {
    Map<String, String> values = new LinkedHashMap<>();
    if (config != null) {
      values.putAll(SettingsFile.read(config));
    }
    values.putAll(overrides);
    return values;
  }

  /** The file, or null when none was given. */
  Path fileOrNull() {
    return config;
  }
}
