package io.chimera.refinement.connectors.yaml;

import io.chimera.refinement.state.event.ControlUpdate;
import java.util.List;

/**
 * A valid document, ready to be published.
 *
 * @param file where it is from
 * @param line where it begins, from 1
 * @param update what it says
 * @param json its JSON form, the value on the control topic
 */
public record ControlDocument(String file, int line, ControlUpdate update, String json) {

  /** {@code kind/name}, the key on the control topic. */
  public String key() {
    return update.kind() + '/' + update.name();
  }

  /** The kinds of documents that there are. */
  public static List<String> kinds() {
    return Kinds.ALL;
  }

  public static boolean isKind(String text) {
    return Kinds.ALL.contains(text);
  }

  /** What is wrong with a name of a document of the kind: nothing, or one fault. */
  public static List<Fault> faultsOfName(String kind, String name) {
    return Kinds.isName(kind, name)
        ? List.of()
        : List.of(new Fault("", 0, "metadata.name", "name " + Kinds.nameRule(kind), name, ""));
  }
}
