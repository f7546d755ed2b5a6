package io.chimera.refinement.connectors.yaml;

import io.chimera.refinement.state.event.ControlUpdate;
import io.chimera.refinement.state.optimise.ActionCatalogue;
import io.chimera.refinement.state.slo.AlertRule;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a folder of YAML files says.
 *
 * @param faults every fault in it; documents with faults are left out
 */
public record Packs(List<AlertRule> alertRules, List<ActionCatalogue> catalogues, List<Fault> faults) {
  public static final Packs EMPTY = new Packs(List.of(), List.of(), List.of());

  /** Reads a file, or every {@code .yaml} and {@code .yml} below a folder. */
  public static Packs read(Path fileOrFolder) {
    List<Fault> faults = new ArrayList<>();
    Map<String, Document> seen = new LinkedHashMap<>();
    List<AlertRule> rules = new ArrayList<>();
    List<ActionCatalogue> catalogues = new ArrayList<>();
    for (Path file : files(fileOrFolder, faults)) {
      for (Document document : Documents.read(content(file, faults), file.toString(), faults)) {
        Document first = seen.putIfAbsent(document.kind() + '/' + document.name(), document);
        if (first != null) {
          faults.add(
              new Fault(
                  document.file(),
                  document.line(),
                  "metadata.name",
                  "must be unique among documents of kind " + document.kind(),
                  document.name(),
                  "first seen in " + first.file() + ":" + first.line()));
          continue;
        }
        Optional<ControlUpdate> update = SpecReader.read(document, faults);
        update.map(ControlUpdate::alertRule).ifPresent(rules::add);
        update.map(ControlUpdate::catalogue).ifPresent(catalogues::add);
      }
    }
    return new Packs(List.copyOf(rules), List.copyOf(catalogues), List.copyOf(faults));
  }

  private static List<Path> files(Path fileOrFolder, List<Fault> faults) {
    try (Stream<Path> walk = Files.walk(fileOrFolder)) {
      return walk.filter(Files::isRegularFile).filter(Packs::isYaml).sorted().toList();
    } catch (IOException e) {
      faults.add(new Fault(fileOrFolder.toString(), 0, "", "must be a readable file or folder", String.valueOf(e.getMessage()), ""));
      return List.of();
    }
  }

  private static boolean isYaml(Path file) {
    String name = file.getFileName().toString();
    return name.endsWith(".yaml") || name.endsWith(".yml");
  }

  private static String content(Path file, List<Fault> faults) {
    try {
      return Files.readString(file, StandardCharsets.UTF_8);
    } catch (IOException e) {
      faults.add(new Fault(file.toString(), 0, "", "must be a readable text in UTF-8", String.valueOf(e.getMessage()), ""));
      return "";
    }
  }
}
