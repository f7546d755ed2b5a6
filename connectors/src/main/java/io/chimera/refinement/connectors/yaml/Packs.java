package io.chimera.refinement.connectors.yaml;

import io.chimera.refinement.state.event.ControlUpdate;
import io.chimera.refinement.state.optimise.ActionCatalogue;
import io.chimera.refinement.state.slo.AlertRule;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * What a directory of packs, or one file, asks for.
 *
 * @param alertRules rules, ordered by file and place
 * @param catalogues catalogues, ordered likewise
 * @param faults everything that is wrong; what has a fault is not among the others
 */
public record Packs(
    List<AlertRule> alertRules, List<ActionCatalogue> catalogues, List<Fault> faults) {
  /** Nothing at all. */
  public static final Packs EMPTY = new Packs(List.of(), List.of(), List.of());

  public Packs {
    alertRules = List.copyOf(alertRules);
    catalogues = List.copyOf(catalogues);
    faults = List.copyOf(faults);
  }

  /**
   * Reads the file, or all {@code .yaml}, {@code .yml} and {@code .json} files below the directory.
   */
  public static Packs read(Path root) {
    List<ControlDocument> documents = new ArrayList<>();
    List<Fault> faults = new ArrayList<>();
    try {
      for (Path file : files(root)) {
        read(file, documents, faults);
      }
    } catch (IOException | UncheckedIOException e) {
      faults.add(
          new Fault(root.toString(), 0, "", "must be a readable file or directory", "", reason(e)));
    }
    List<ControlDocument> kept = withoutRepeats(documents, faults);
    faults.sort(Comparator.comparing(Fault::file).thenComparingInt(Fault::line));
    return new Packs(
        kept.stream()
            .map(document -> document.update().alertRule())
            .filter(Objects::nonNull)
            .toList(),
        kept.stream()
            .map(document -> document.update().catalogue())
            .filter(Objects::nonNull)
            .toList(),
        faults);
  }

  private static List<Path> files(Path root) throws IOException {
    if (!Files.isDirectory(root)) {
      return List.of(root);
    }
    try (Stream<Path> walk = Files.walk(root)) {
      return walk.filter(file -> isPack(file) && Files.isRegularFile(file)).sorted().toList();
    }
  }

  private static boolean isPack(Path file) {
    String name = file.getFileName().toString();
    return !name.startsWith(".")
        && (name.endsWith(".yaml") || name.endsWith(".yml") || name.endsWith(".json"));
  }

  private static void read(Path file, List<ControlDocument> documents, List<Fault> faults) {
    try {
      ControlDocuments read = ControlDocuments.read(file.toString(), Files.readString(file));
      documents.addAll(read.documents());
      faults.addAll(read.faults());
    } catch (CharacterCodingException e) {
      faults.add(
          new Fault(file.toString(), 0, "", "must be UTF-8 text", "", "save the file as UTF-8"));
    } catch (IOException e) {
      faults.add(
          new Fault(file.toString(), 0, "", "must be a readable file or directory", "", reason(e)));
    }
  }

  private static List<ControlDocument> withoutRepeats(
      List<ControlDocument> documents, List<Fault> faults) {
    Map<String, ControlDocument> first = new HashMap<>();
    List<ControlDocument> kept = new ArrayList<>();
    for (ControlDocument document : documents) {
      ControlDocument earlier = first.putIfAbsent(document.key(), document);
      if (document.update().kind().equals(ControlUpdate.FREEZE)) {
        faults.add(
            fault(
                document,
                "kind",
                "must be part of a pack",
                ControlUpdate.FREEZE,
                "use the command freeze instead"));
      } else if (earlier != null) {
        String where = "first defined in " + earlier.file() + ':' + earlier.line();
        faults.add(
            fault(
                document, "metadata.name", "must be unique among its kind", document.key(), where));
      } else {
        kept.add(document);
      }
    }
    return kept;
  }

  private static Fault fault(
      ControlDocument document, String path, String rule, String value, String hint) {
    return new Fault(document.file(), document.line(), path, rule, value, hint);
  }

  private static String reason(Exception e) {
    return e.getClass().getSimpleName() + (e.getMessage() == null ? "" : ": " + e.getMessage());
  }
}
