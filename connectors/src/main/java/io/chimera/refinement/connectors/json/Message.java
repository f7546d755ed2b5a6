package io.chimera.refinement.connectors.json;

import io.chimera.refinement.state.event.DeadLetter;
import io.chimera.refinement.state.event.Origin;
import io.chimera.refinement.state.event.Reason;
import java.util.Arrays;
import java.util.Map;
import java.util.function.Supplier;

/**
 * The value of one Kafka record on its way to become elements.
 *
 * @param bytes the value; a tombstone has none
 * @param origin where it came from, with index 0
 * @param headers headers of the record, asked for only when an element is refused
 */
record Message(byte[] bytes, Origin origin, Supplier<Map<String, String>> headers) {
  private static final byte[] NO_BYTES = {};

  static Message of(byte[] valueOrNull, Origin origin, Supplier<Map<String, String>> headers) {
    return new Message(valueOrNull == null ? NO_BYTES : valueOrNull, origin, headers);
  }

  void checkLength(Limits limits) throws Refused {
    if (bytes.length > limits.maxRecordBytes()) {
      throw new Refused(
          Reason.TOO_LARGE,
          "the record must have at most "
              + limits.maxRecordBytes()
              + " bytes, was "
              + bytes.length);
    }
  }

  /**
   * Index of the first byte of text: neither byte order mark nor white space. Refused when there is
   * no text.
   */
  int textStart() throws Refused {
    int from = JsonBytes.skipSpace(bytes, JsonBytes.afterMark(bytes), bytes.length);
    if (from == bytes.length) {
      throw new Refused(Reason.EMPTY, "the record must hold an element, was empty");
    }
    return from;
  }

  /** One past the last byte of text. */
  int textEnd() {
    return JsonBytes.trimSpace(bytes, 0, bytes.length);
  }

  Origin originOf(int index) {
    return index == 0
        ? origin
        : new Origin(
            origin.topic(), origin.partition(), origin.offset(), index, origin.appendMillis());
  }

  /** The bytes of one element; the array itself when nothing surrounds the element. */
  byte[] element(int from, int to) {
    return from == 0 && to == bytes.length ? bytes : Arrays.copyOfRange(bytes, from, to);
  }

  DeadLetter dead(Refused refused, Origin at, long timestampMillis, byte[] payload) {
    return DeadLetter.of(
        refused.reason(), refused.detail(), at, timestampMillis, payload, headers.get());
  }

  /**
   * The dead letter for the value as a whole. What is not even UTF-8 is called so rather than
   * malformed.
   */
  DeadLetter dead(Refused refused) {
    boolean named =
        refused.reason() != Reason.MALFORMED_JSON || JsonBytes.isUtf8(bytes, 0, bytes.length);
    return dead(named ? refused : Refused.notUtf8(), origin, origin.appendMillis(), bytes);
  }
}
