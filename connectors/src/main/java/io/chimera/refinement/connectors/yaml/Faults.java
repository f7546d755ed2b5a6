package io.chimera.refinement.connectors.yaml;

import java.util.ArrayList;
import java.util.List;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/** Collects what is wrong with one file, so that all of it is reported at once. */
final class Faults {
  /** A value that is longer is cut: a fault is a sentence, not a copy. */
  private static final int LONGEST_VALUE = 80;

  private final String file;
  private final List<Fault> found = new ArrayList<>();

  Faults(String file) {
    this.file = file;
  }

  void add(int line, String path, String rule, String value, String hint) {
    String shown =
        value.length() <= LONGEST_VALUE ? value : value.substring(0, LONGEST_VALUE) + "…";
    found.add(new Fault(file, line, path, rule, shown, hint));
  }

  void add(Node at, String path, String rule, String hint) {
    add(lineOf(at), path, rule, show(at), hint);
  }

  int count() {
    return found.size();
  }

  List<Fault> found() {
    return List.copyOf(found);
  }

  static int lineOf(Node node) {
    return node.getStartMark().map(mark -> mark.getLine() + 1).orElse(0);
  }

  private static String show(Node node) {
    if (node instanceof ScalarNode scalar) {
      return scalar.getValue().isEmpty() ? "empty" : scalar.getValue();
    }
    return switch (node.getNodeType()) {
      case SEQUENCE -> "a list";
      case MAPPING -> "a mapping";
      default -> "an alias";
    };
  }
}
