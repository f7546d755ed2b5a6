package io.chimera.refinement.local.oracle;

/**
 * One element of a Kafka record: a report, or a reason why it is none.
 *
 * @param index position in the record, from 0
 * @param bytes the element's own bytes
 * @param report the report, or null
 * @param reason the reason of the contract, or null
 */
record Element(int index, byte[] bytes, Report report, String reason) {
  static Element rejected(int index, byte[] bytes, String reason) {
    return new Element(index, bytes, null, reason);
  }
}
