package io.chimera.refinement.connectors.json;

import io.chimera.refinement.state.event.DeadLetter;
import io.chimera.refinement.state.event.Inbound;
import io.chimera.refinement.state.event.Origin;
import io.chimera.refinement.state.event.Reason;
import java.util.Arrays;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Makes KPI reports of the value of one Kafka record, section 3 of the contract: one report, a JSON
 * array of them, or NDJSON.
 *
 * <p>Every value yields at least one {@link Inbound}, the first with index 0; no value makes it
 * throw. A bad element becomes a dead letter of its own; what cannot be split into elements becomes
 * one. Several lines are NDJSON when they are not one JSON value and at least one line, not
 * indented, is a whole object: else they are one malformed report, such as a truncated
 * pretty-printed one. Not safe for concurrent use: buffers and caches are kept from record to
 * message.
 */
public final class ReportParser {
  private static final byte[] NO_BYTES = {};

  private final Limits limits;
  private final ElementSplitter splitter;
  private final ReportReader reader;

  public ReportParser(Limits limits) {
    this.limits = limits;
    this.splitter = new ElementSplitter(limits);
    this.reader = new ReportReader(limits);
  }

  /**
   * Parses one value.
   *
   * @param value the bytes, null for a tombstone; reports keep them as their payload, so they must
   *     not change afterwards
   * @param origin where the value came from, with index 0
   * @param headers headers of the record, asked for only when an element is refused
   * @param out takes the elements in their order
   */
  public void parse(
      byte[] value, Origin origin, Supplier<Map<String, String>> headers, Consumer<Inbound> out) {
    byte[] bytes = value == null ? NO_BYTES : value;
    Message message = new Message(bytes, origin, headers, out);
    try {
      parse(message);
    } catch (Refused refused) {
      boolean legible =
          refused.reason() != Reason.MALFORMED_JSON || JsonBytes.isUtf8(bytes, 0, bytes.length);
      out.accept(message.dead(legible ? refused : notUtf8(), origin, origin.appendMillis(), bytes));
    }
  }

  /** One value on its way. */
  private record Message(
      byte[] bytes, Origin origin, Supplier<Map<String, String>> headers, Consumer<Inbound> out) {

    private Origin originOf(int index) {
      return index == 0
          ? origin
          : new Origin(
              origin.topic(), origin.partition(), origin.offset(), index, origin.appendMillis());
    }

    /** The bytes of one element; the array itself when nothing surrounds the element. */
    private byte[] element(int from, int to) {
      return from == 0 && to == bytes.length ? bytes : Arrays.copyOfRange(bytes, from, to);
    }

    private Inbound dead(Refused refused, Origin at, long timestampMillis, byte[] payload) {
      return Inbound.of(
          DeadLetter.of(
              refused.reason(), refused.detail(), at, timestampMillis, payload, headers.get()));
    }
  }

  private void parse(Message message) throws Refused {
    byte[] bytes = message.bytes();
    if (bytes.length > limits.maxRecordBytes()) {
      throw new Refused(
          Reason.TOO_LARGE,
          "the record must have at most "
              + limits.maxRecordBytes()
              + " bytes, was "
              + bytes.length);
    }
    int from = JsonBytes.skipSpace(bytes, JsonBytes.afterMark(bytes), bytes.length);
    int to = JsonBytes.trimSpace(bytes, from, bytes.length);
    if (from == to) {
      throw new Refused(Reason.EMPTY, "the record must hold a report, was empty");
    }
    if (bytes[from] == '[') {
      parseArray(message, from, to);
    } else if (JsonBytes.endOfLine(bytes, from, to) == to) {
      parseElement(message, 0, from, to);
    } else {
      parseLines(message, from, to);
    }
  }

  private void parseArray(Message message, int from, int to) throws Refused {
    int end = splitter.splitArray(message.bytes(), from, to);
    if (end == to) {
      if (splitter.count() == 0) {
        throw new Refused(Reason.EMPTY, "the batch must hold a report, was empty");
      }
      parseElements(message);
    } else {
      parseAfterArray(message, from, end, to);
    }
  }

  /** An array that ends on the first line of several is a bad element of NDJSON. */
  private void parseAfterArray(Message message, int from, int end, int to) throws Refused {
    boolean ownLine = JsonBytes.endOfLine(message.bytes(), from, end) == end;
    int firstLineEnd = JsonBytes.endOfLine(message.bytes(), end, to);
    if (!ownLine || JsonBytes.skipSpace(message.bytes(), end, firstLineEnd) != firstLineEnd) {
      throw Refused.malformed("more text follows the array");
    }
    splitter.splitLines(message.bytes(), from, to);
    parseElements(message);
  }

  private void parseLines(Message message, int from, int to) throws Refused {
    byte[] bytes = message.bytes();
    int firstEnd = JsonBytes.trimSpace(bytes, from, JsonBytes.endOfLine(bytes, from, to));
    if (!splitter.isWholeObject(bytes, from, firstEnd)) {
      Inbound single = read(message, 0, from, to);
      if (single.isReport()
          || !brokenText(single.rejected().reason())
          || !hasWholeLine(bytes, from, to)) {
        message.out().accept(single);
        return;
      }
    }
    splitter.splitLines(bytes, from, to);
    parseElements(message);
  }

  private static boolean brokenText(Reason reason) {
    return reason == Reason.MALFORMED_JSON
        || reason == Reason.TOO_DEEP
        || reason == Reason.NOT_UTF8;
  }

  /** Lines of pretty-printed JSON are indented, those of NDJSON are not. */
  private boolean hasWholeLine(byte[] bytes, int from, int to) {
    for (int line = from; line < to; ) {
      int end = JsonBytes.endOfLine(bytes, line, to);
      if (splitter.isWholeObject(bytes, line, JsonBytes.trimSpace(bytes, line, end))) {
        return true;
      }
      line = end + 1;
    }
    return false;
  }

  private void parseElements(Message message) {
    for (int i = 0; i < splitter.count(); i++) {
      parseElement(message, i, splitter.start(i), splitter.end(i));
    }
  }

  private void parseElement(Message message, int index, int from, int to) {
    message.out().accept(read(message, index, from, to));
  }

  private Inbound read(Message message, int index, int from, int to) {
    Origin origin = message.originOf(index);
    byte[] element = message.element(from, to);
    if (!JsonBytes.isUtf8(element, 0, element.length)) {
      return message.dead(notUtf8(), origin, origin.appendMillis(), element);
    }
    try {
      return Inbound.of(reader.read(element, origin));
    } catch (Refused refused) {
      return message.dead(refused, origin, reader.timestampOr(origin.appendMillis()), element);
    }
  }

  private static Refused notUtf8() {
    return new Refused(Reason.NOT_UTF8, "the element must be UTF-8, was not");
  }
}
