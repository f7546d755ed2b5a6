package io.chimera.refinement.connectors.yaml;

import io.chimera.refinement.state.event.ControlUpdate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The documents of one text, YAML or JSON.
 *
 * @param documents those without a fault, in order
 * @param faults everything that is wrong with the others
 */
public record ControlDocuments(List<ControlDocument> documents, List<Fault> faults) {

  public ControlDocuments {
    documents = List.copyOf(documents);
    faults = List.copyOf(faults);
  }

  /** Reads a text; {@code file} is what faults call it. */
  public static ControlDocuments read(String file, String text) {
    Faults faults = new Faults(file);
    List<ControlDocument> documents = new ArrayList<>();
    for (Document document : new DocumentReader(file, faults).read(text)) {
      Optional<ControlUpdate> update = update(document, faults);
      if (update.isPresent() && document.sound()) {
        documents.add(new ControlDocument(file, document.line(), update.get(), toJson(document)));
      }
    }
    return new ControlDocuments(documents, faults.found());
  }

  /** The JSON form of a parsed document. */
  static String toJson(Document document) {
    return JsonText.of(document.root());
  }

  private static Optional<ControlUpdate> update(Document document, Faults faults) {
    String kind = document.kind();
    if (kind.equals(ControlUpdate.FREEZE)) {
      return freeze(document, faults);
    }
    if (document.spec() == null) {
      faults.add(document.line(), "spec", "must be a mapping", "", "it is missing");
      return Optional.empty();
    }
    if (kind.equals(ControlUpdate.ALERT_RULE)) {
      return AlertRuleReader.read(document, faults)
          .map(rule -> new ControlUpdate(kind, document.name(), false, rule, null));
    }
    return ActionCatalogueReader.read(document, faults)
        .map(catalogue -> new ControlUpdate(kind, document.name(), false, null, catalogue));
  }

  /** A freeze says all with its name; who and why may be added for the reader. */
  private static Optional<ControlUpdate> freeze(Document document, Faults faults) {
    int before = faults.count();
    if (document.spec() != null) {
      document.spec().free("reason");
      document.spec().free("by");
      document.spec().end();
    }
    return faults.count() > before
        ? Optional.empty()
        : Optional.of(new ControlUpdate(document.kind(), document.name(), false, null, null));
  }
}
