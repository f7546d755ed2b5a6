package io.chimera.refinement.state.optimise;

import io.chimera.refinement.state.wire.Wire;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * Whom an optimiser advises, and under which catalogue.
 *
 * @param target name of the catalogue
 */
record Subject(String system, String component, String target) {
  /** Before the first call. */
  static final Subject NONE = new Subject("", "", "");

  /** One text for all: draws of other subjects differ. */
  String text() {
    return system + '|' + component + '|' + target;
  }

  void write(DataOutput out) throws IOException {
    Wire.writeString(out, system);
    Wire.writeString(out, component);
    Wire.writeString(out, target);
  }

  static Subject read(DataInput in) throws IOException {
    return new Subject(Wire.readString(in), Wire.readString(in), Wire.readString(in));
  }
}
