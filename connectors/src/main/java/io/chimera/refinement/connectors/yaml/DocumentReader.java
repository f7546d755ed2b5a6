package io.chimera.refinement.connectors.yaml;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/**
 * Reads the documents of one file and their envelopes: {@code apiVersion}, {@code kind}, {@code
 * metadata.name}, {@code spec}. YAML 1.2 with JSON's types; JSON is YAML. Only nodes are composed,
 * never objects; size, depth and aliases are bounded.
 */
final class DocumentReader {
  /** Code points of a file. */
  static final int MAX_SIZE = 1 << 20;

  static final int MAX_DEPTH = 32;

  /**
   * With so few aliases of collections no document grows by more than some dozens when they are
   * followed.
   */
  static final int MAX_ALIASES = 10;

  private static final String VALID = "must be valid YAML";

  private final Faults faults;
  private final String file;

  DocumentReader(String file, Faults faults) {
    this.file = file;
    this.faults = faults;
  }

  /**
   * The documents whose kind is known; empty ones do not count. After a syntax error nothing more
   * is read.
   */
  List<Document> read(String text) {
    LoadSettings settings =
        LoadSettings.builder()
            .setLabel(file)
            .setCodePointLimit(MAX_SIZE)
            .setMaxAliasesForCollections(MAX_ALIASES)
            .build();
    List<Document> documents = new ArrayList<>();
    try {
      if (tooDeep(settings, text)) {
        return documents;
      }
      Iterator<Node> nodes = new Compose(settings).composeAllFromString(text).iterator();
      while (nodes.hasNext()) {
        Node node = nodes.next();
        if (!node.getTag().equals(Tag.NULL)) {
          envelope(node).ifPresent(documents::add);
        }
      }
    } catch (MarkedYamlEngineException e) {
      Optional<Mark> mark = e.getProblemMark().or(e::getContextMark);
      faults.add(mark.map(at -> at.getLine() + 1).orElse(0), "", VALID, "", brief(e.getProblem()));
    } catch (YamlEngineException e) {
      faults.add(0, "", VALID, "", brief(e.getMessage()));
    }
    return documents;
  }

  /**
   * Composing recurses, so depth is judged on the events before. What is not YAML is left to
   * composing to report.
   */
  private boolean tooDeep(LoadSettings settings, String text) {
    int depth = 0;
    try {
      for (Event event : new Parse(settings).parseString(text)) {
        switch (event.getEventId()) {
          case SequenceStart, MappingStart -> depth++;
          case SequenceEnd, MappingEnd -> depth--;
          default -> {}
        }
        if (depth > MAX_DEPTH) {
          int line = event.getStartMark().map(mark -> mark.getLine() + 1).orElse(0);
          faults.add(line, "", "must not be nested deeper than " + MAX_DEPTH, "", "");
          return true;
        }
      }
    } catch (YamlEngineException e) {
      return false;
    }
    return false;
  }

  private Optional<Document> envelope(Node node) {
    int before = faults.count();
    if (containsItself(node, Collections.newSetFromMap(new IdentityHashMap<>()))) {
      faults.add(
          Faults.lineOf(node),
          "",
          "must not contain itself",
          "",
          "an alias refers to what it is part of");
      return Optional.empty();
    }
    return Fields.mapping(node, "", faults).flatMap(fields -> envelope(node, fields, before));
  }

  private Optional<Document> envelope(Node node, Fields fields, int faultsBefore) {
    String version =
        fields.text(
            "apiVersion",
            List.of(Kinds.OWN_VERSION, Kinds.OPENSLO_VERSION)::contains,
            "must be " + Kinds.OWN_VERSION + " or " + Kinds.OPENSLO_VERSION);
    String kind = fields.choice("kind", Kinds.ALL);
    boolean known = Kinds.ALL.contains(kind);
    if (known && !version.isEmpty() && !Kinds.version(kind).equals(version)) {
      fields.fault("apiVersion", "must be " + Kinds.version(kind) + " for " + kind, version, "");
    }
    Optional<Fields> metadata = fields.section("metadata");
    String name = metadata.map(section -> name(section, kind)).orElse("");
    Map<String, String> annotations = metadata.map(DocumentReader::annotations).orElse(Map.of());
    metadata.ifPresent(Fields::end);
    Optional<Fields> spec = fields.sectionIfPresent("spec");
    fields.end();
    return known
        ? Optional.of(
            new Document(
                file,
                Faults.lineOf(node),
                kind,
                name,
                annotations,
                node,
                spec.orElse(null),
                faults.count() == faultsBefore))
        : Optional.empty();
  }

  /** Depth is bounded before, so this recursion is; each node is visited once. */
  private static boolean containsItself(Node node, Set<Node> visited) {
    if (node.isRecursive()) {
      return true;
    }
    if (!visited.add(node)) {
      return false;
    }
    if (node instanceof SequenceNode sequence) {
      return sequence.getValue().stream().anyMatch(item -> containsItself(item, visited));
    }
    return node instanceof MappingNode mapping
        && mapping.getValue().stream()
            .anyMatch(
                field ->
                    containsItself(field.getKeyNode(), visited)
                        || containsItself(field.getValueNode(), visited));
  }

  private static String name(Fields metadata, String kind) {
    String name = metadata.text("name", text -> Kinds.isName(kind, text), Kinds.nameRule(kind));
    metadata.free("labels");
    metadata.free("displayName");
    return name;
  }

  /** Annotations of this product must be known; those of others are theirs. */
  private static Map<String, String> annotations(Fields metadata) {
    Optional<Fields> annotations = metadata.sectionIfPresent("annotations");
    if (annotations.isEmpty()) {
      return Map.of();
    }
    for (String key : annotations.get().names()) {
      if (key.startsWith(Document.PREFIX)
          && !Annotations.ALL.contains(key.substring(Document.PREFIX.length()))) {
        annotations
            .get()
            .fault(
                key,
                "must be a known annotation",
                key,
                Suggestion.among(Annotations.ALL, key.substring(Document.PREFIX.length())));
      }
    }
    return annotations.get().words();
  }

  private static String brief(String problem) {
    return problem == null ? "" : problem.lines().findFirst().orElse("");
  }
}
