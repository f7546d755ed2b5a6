package io.chimera.refinement.jobs.config;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/** Where settings come from: a YAML file, nested or flat, and {@code --set key=value} over it. */
public final class SettingsFile {
  private SettingsFile() {}

  /**
   * Reads a YAML file into flat keys.
   *
   * @throws InvalidSettings when the file cannot be read or is no YAML mapping
   */
  public static Map<String, String> read(Path file) {
    Map<String, String> flat = new LinkedHashMap<>();
    try (Reader reader = Files.newBufferedReader(file)) {
      Object document =
          new Load(
                  LoadSettings.builder()
                      .setLabel(file.toString())
                      .setMaxAliasesForCollections(20)
                      .build())
              .loadFromReader(reader);
      if (document instanceof Map<?, ?> map) {
        flatten("", map, flat);
      } else if (document != null) {
        throw new InvalidSettings(
            List.of(
                file + " must hold a YAML mapping, was " + document.getClass().getSimpleName()));
      }
    } catch (MarkedYamlEngineException e) {
      throw new InvalidSettings(
          List.of(
              "%s must be YAML, was broken%s: %s"
                  .formatted(
                      file,
                      e.getProblemMark().map(mark -> " at line " + (mark.getLine() + 1)).orElse(""),
                      e.getProblem())));
    } catch (YamlEngineException e) {
      throw new InvalidSettings(List.of(file + " must be YAML, was broken: " + e.getMessage()));
    } catch (NoSuchFileException e) {
      throw new InvalidSettings(List.of(file + " must be a file that exists, was missing"));
    } catch (IOException e) {
      throw new InvalidSettings(
          List.of(file + " must be a file that can be read, was refused: " + e.getMessage()));
    }
    return flat;
  }

  private static void flatten(String prefix, Map<?, ?> map, Map<String, String> flat) {
    map.forEach(
        (key, value) -> {
          if (value instanceof Map<?, ?> nested) {
            flatten(prefix + key + '.', nested, flat);
          } else {
            flat.put(prefix + key, value == null ? "" : String.valueOf(value));
          }
        });
  }

  /**
   * The settings of a main method, checked: see {@link #given}.
   *
   * @throws InvalidSettings on any other argument, and on every fault of the settings
   */
  public static Settings fromArguments(String[] arguments) {
    return Settings.from(given(arguments).values());
  }

  /**
   * What a main method was given: {@code --config FILE} and any number of {@code --set key=value},
   * the latter win.
   *
   * @throws InvalidSettings on any other argument
   */
  public static GivenSettings given(String[] arguments) {
    Map<String, String> values = new LinkedHashMap<>();
    Map<String, String> overrides = new LinkedHashMap<>();
    List<String> faults = new ArrayList<>();
    for (int i = 0; i < arguments.length; i++) {
      String name = arguments[i];
      boolean known = name.equals("--config") || name.equals("--set");
      if (!known || i + 1 == arguments.length) {
        faults.add(
            known
                ? name + " must be followed by a value"
                : name + " must be --config FILE or --set key=value, was not known");
        continue;
      }
      String value = arguments[++i];
      int equals = value.indexOf('=');
      if (name.equals("--config")) {
        values.putAll(read(Path.of(value)));
      } else if (equals < 1) {
        faults.add("--set must be key=value, was " + value);
      } else {
        overrides.put(value.substring(0, equals), value.substring(equals + 1));
      }
    }
    if (!faults.isEmpty()) {
      throw new InvalidSettings(faults);
    }
    values.putAll(overrides);
    return new GivenSettings(values);
  }
}
