package io.chimera.refinement.connectors.yaml;

import io.chimera.refinement.state.event.ControlUpdate;

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
}
