package io.chimera.refinement.connectors.yaml;

import io.chimera.refinement.state.event.ControlUpdate;
import io.chimera.refinement.state.optimise.ActionCatalogue;
import io.chimera.refinement.state.slo.AlertRule;
import io.chimera.refinement.state.slo.Objective;
import io.chimera.refinement.state.slo.SloDocument;
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
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * What a directory of packs, or one file, asks for.
 *
 * @param documents documents without a fault, ordered by file and place
 * @param faults everything that is wrong; what has a fault is not among the documents
 * @param notes what would be wrong if there were no other documents than these
 */
public record Packs(List<ControlDocument> documents, List<Fault> faults, List<Fault> notes) {
  /** Nothing at all. */
  public static final Packs EMPTY = new Packs(List.of(), List.of(), List.of());

  public Packs {
    documents = List.copyOf(documents);
    faults = List.copyOf(faults);
    notes = List.copyOf(notes);
  }

  private static final Comparator<Fault> ORDER =
      Comparator.comparing(Fault::file).thenComparingInt(Fault::line);

  /**
   * Reads the file, or all {@code .yaml}, {@code .yml} and {@code .json} files below the directory.
   * A document may refer to one of another file.
   */
  public static Packs read(Path root) {
    Packs read = readBeside(root, List.of());
    List<Fault> faults = new ArrayList<>(read.faults());
    faults.addAll(read.notes());
    faults.sort(ORDER);
    return new Packs(read.documents(), faults, List.of());
  }

  /**
   * Reads documents that come beside others: an objective that limits a catalogue and is in neither
   * may be in a third place, and is a note, not a fault.
   *
   * @param others documents in force elsewhere, as far as they are known
   */
  public static Packs readBeside(Path root, List<ControlDocument> others) {
    List<ControlDocument> documents = new ArrayList<>();
    List<Fault> faults = new ArrayList<>();
    References references = new References();
    try {
      Map<Path, String> texts = new java.util.LinkedHashMap<>();
      for (Path file : files(root)) {
        text(file, faults).ifPresent(text -> texts.put(file, text));
      }
      texts.forEach((file, text) -> ControlDocuments.collect(file.toString(), text, references));
      texts.forEach(
          (file, text) -> {
            ControlDocuments read = ControlDocuments.read(file.toString(), text, references);
            documents.addAll(read.documents());
            faults.addAll(read.faults());
          });
    } catch (IOException | UncheckedIOException e) {
      faults.add(
          new Fault(root.toString(), 0, "", "must be a readable file or directory", "", reason(e)));
    }
    List<ControlDocument> kept = withoutRepeats(documents, faults);
    PackChecks.check(kept, faults);
    List<Fault> notes = new ArrayList<>();
    new CatalogueChecks(kept, others).check(faults, notes);
    faults.sort(ORDER);
    notes.sort(ORDER);
    return new Packs(kept, faults, notes);
  }

  /** Alert rules, ordered by file and place. */
  public List<AlertRule> alertRules() {
    return documents.stream()
        .map(document -> document.update().alertRule())
        .filter(Objects::nonNull)
        .toList();
  }

  /** Action catalogues, ordered likewise. */
  public List<ActionCatalogue> catalogues() {
    return documents.stream()
        .map(document -> document.update().catalogue())
        .filter(Objects::nonNull)
        .toList();
  }

  /** Objectives, ordered likewise. */
  public List<Objective> objectives() {
    return all(SloDocument::objectives).stream().flatMap(List::stream).toList();
  }

  /** Load profiles, ordered likewise. */
  public List<LoadProfile> loadProfiles() {
    return documents.stream()
        .filter(document -> document.update().kind().equals(Kinds.PROFILE))
        .map(LoadProfileReader::of)
        .toList();
  }

  /** Documents of other kinds, such as {@code SloDocument::scaling}, ordered likewise. */
  public <T> List<T> all(Function<SloDocument, T> field) {
    return documents.stream()
        .map(document -> document.update().slo())
        .filter(Objects::nonNull)
        .map(field)
        .filter(Objects::nonNull)
        .toList();
  }

  /** Every document by {@code kind/name}, as the control topic would say it. */
  public Map<String, ControlUpdate> updates() {
    Map<String, ControlUpdate> updates = new TreeMap<>();
    documents.forEach(document -> updates.put(document.key(), document.update()));
    return updates;
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

  private static Optional<String> text(Path file, List<Fault> faults) {
    try {
      return Optional.of(Files.readString(file));
    } catch (CharacterCodingException e) {
      faults.add(
          new Fault(file.toString(), 0, "", "must be UTF-8 text", "", "save the file as UTF-8"));
    } catch (IOException e) {
      faults.add(
          new Fault(file.toString(), 0, "", "must be a readable file or directory", "", reason(e)));
    }
    return Optional.empty();
  }

  private static List<ControlDocument> withoutRepeats(
      List<ControlDocument> documents, List<Fault> faults) {
    Map<String, ControlDocument> first = new HashMap<>();
    List<ControlDocument> kept = new ArrayList<>();
    for (ControlDocument document : documents) {
      ControlDocument earlier = first.putIfAbsent(document.key(), document);
      if (Kinds.isMomentary(document.update().kind())) {
        faults.add(
            fault(
                document,
                "kind",
                "must be part of a pack",
                document.update().kind(),
                document.update().kind().equals(ControlUpdate.FREEZE)
                    ? "use the command freeze instead"
                    : "use the command ack instead"));
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
