package io.chimera.refinement.connectors.yaml;

import io.chimera.refinement.state.event.ControlUpdate;
import java.util.List;

/** The kinds of documents there are, and what each may be called. */
final class Kinds {
  static final List<String> ALL =
      List.of(ControlUpdate.ALERT_RULE, ControlUpdate.ACTION_CATALOGUE, ControlUpdate.FREEZE);

  private Kinds() {}

  /** Whether a document of the kind may be called so: a freeze is called after what it freezes. */
  static boolean isName(String kind, String name) {
    return kind.equals(ControlUpdate.FREEZE) ? Names.isSubject(name) : Names.isDocument(name);
  }

  static String nameRule(String kind) {
    return kind.equals(ControlUpdate.FREEZE)
        ? "must be a system or system/component"
        : Names.DOCUMENT_RULE;
  }
}
