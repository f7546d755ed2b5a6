package io.chimera.refinement.connectors.yaml;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.common.FlowStyle;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/** Documents that others refer to by name: indicators and alert conditions. */
final class References {
  private final Map<String, Document> documents = new HashMap<>();

  /** Remembers the documents that can be referred to; the first of a name counts. */
  void addAll(List<Document> found) {
    for (Document document : found) {
      if (document.kind().equals(Kinds.SLI) || document.kind().equals(Kinds.ALERT_CONDITION)) {
        documents.putIfAbsent(document.kind() + '/' + document.name(), document);
      }
    }
  }

  /** The document of a kind and name, if there is one. */
  Optional<Document> find(String kind, String name) {
    return Optional.ofNullable(documents.get(kind + '/' + name));
  }

  /** The mapping with one field replaced, for a document that has to stand by itself. */
  static MappingNode replaced(MappingNode mapping, String field, String by, Node value) {
    List<NodeTuple> fields =
        mapping.getValue().stream()
            .map(
                tuple ->
                    tuple.getKeyNode() instanceof ScalarNode key && key.getValue().equals(field)
                        ? new NodeTuple(new ScalarNode(Tag.STR, by, key.getScalarStyle()), value)
                        : tuple)
            .toList();
    return new MappingNode(mapping.getTag(), fields, FlowStyle.BLOCK);
  }

  /** The mapping without its envelope's version and kind, as OpenSLO writes what is inline. */
  static MappingNode inline(Document document) {
    MappingNode root = (MappingNode) document.root();
    List<NodeTuple> fields =
        root.getValue().stream()
            .filter(
                tuple ->
                    tuple.getKeyNode() instanceof ScalarNode key
                        && List.of("metadata", "spec").contains(key.getValue()))
            .toList();
    return new MappingNode(root.getTag(), fields, FlowStyle.BLOCK);
  }
}
