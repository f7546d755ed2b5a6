package io.chimera.refinement.state.slo;

import java.io.Serializable;
import java.util.List;

/**
 * A document that people and other commands read, and no stream: a gate, a load profile, a
 * degradation rule, a retention.
 *
 * @param kind kind of the document
 * @param name its name
 * @param system system it is about
 * @param text what it says, in the order in which it says it
 */
public record Reference(String kind, String name, String system, List<Line> text)
    implements Serializable {

  /** One statement. */
  public record Line(String field, String value) implements Serializable {}

  /** The value of a field, or the empty string. */
  public String value(String field) {
    return text.stream()
        .filter(line -> line.field().equals(field))
        .map(Line::value)
        .findFirst()
        .orElse("");
  }
}
