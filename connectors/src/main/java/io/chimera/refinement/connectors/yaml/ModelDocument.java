package io.chimera.refinement.connectors.yaml;

import io.chimera.refinement.state.event.ControlUpdate;
import io.chimera.refinement.state.optimise.retrain.TrainedModel;
import java.util.Optional;

/**
 * {@code kind: Model}: which version of the model of a catalogue is to decide.
 *
 * @param name of the catalogue
 * @param version of the model
 */
public record ModelDocument(String name, String version) {
  private static final String VERSION_RULE =
      "must be the version of a model: <millis>-<12 hex digits>";

  /** {@code kind/name}, the key on the control topic. */
  public String key() {
    return ControlUpdate.MODEL + '/' + name;
  }

  /** The document; names and versions have no character that JSON would escape. */
  public String json() {
    return "{\"apiVersion\":\"%s\",\"kind\":\"%s\",\"metadata\":{\"name\":\"%s\"},\"spec\":{\"version\":\"%s\"}}"
        .formatted(Kinds.OWN_VERSION, ControlUpdate.MODEL, name, version);
  }

  /** The document, or empty with at least one fault more. */
  static Optional<ControlUpdate> read(Document document, Faults faults) {
    int before = faults.count();
    Fields spec = document.spec();
    spec.free("description");
    String version =
        spec.text("version", text -> text.matches("\\d{1,19}-[0-9a-f]{12}"), VERSION_RULE);
    spec.end();
    return faults.count() > before
        ? Optional.empty()
        : Optional.of(ControlUpdate.of(TrainedModel.named(document.name(), version)));
  }
}
