package io.chimera.refinement.connectors.yaml;

import java.util.Map;
import org.snakeyaml.engine.v2.nodes.Node;

/**
 * One document with its envelope read and its content still as it was written.
 *
 * @param file where it is from
 * @param line where it begins, from 1
 * @param kind what it is, such as {@code AlertRule}
 * @param name what it is called among its kind
 * @param annotations its annotations, as text
 * @param root the whole document
 * @param spec its content; null when it has none
 * @param sound whether its envelope is without fault; if not, its content is only read to find more
 */
record Document(
    String file,
    int line,
    String kind,
    String name,
    Map<String, String> annotations,
    Node root,
    Fields spec,
    boolean sound) {
  /** Where annotations of this product begin. */
  static final String PREFIX = "refinement.io/";

  /** An annotation of this product, or the empty string. */
  String annotation(String key) {
    return annotations.getOrDefault(PREFIX + key, "");
  }
}
