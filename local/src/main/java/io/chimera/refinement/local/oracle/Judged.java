package io.chimera.refinement.local.oracle;

import java.util.Map;

/**
 * One element of the input with what must become of it.
 *
 * @param reason the reason of its dead letter, or null when it has none
 */
record Judged(
    int partition,
    long offset,
    Element element,
    Fate fate,
    String reason,
    Map<String, String> headers) {
  String place() {
    return partition + "@" + offset + "#" + element.index();
  }

  Judged with(Fate other, String otherReason) {
    return new Judged(partition, offset, element, other, otherReason, headers);
  }
}
