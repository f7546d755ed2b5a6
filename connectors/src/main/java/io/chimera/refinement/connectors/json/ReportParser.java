package io.chimera.refinement.connectors.json;

import io.chimera.refinement.state.event.Inbound;
import io.chimera.refinement.state.event.Origin;
import io.chimera.refinement.state.event.Reason;
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
 * record.
 */
public final class ReportParser {
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
   * @param headers headers of the record, asked for once; reports keep them for a dead letter
   * @param out takes the elements in their order
   */
  public void parse(
      byte[] value, Origin origin, Supplier<Map<String, String>> headers, Consumer<Inbound> out) {
    Map<String, String> known = headers.get();
    Message message = Message.of(value, origin, () -> known);
    try {
      parse(message, out);
    } catch (Refused refused) {
      out.accept(Inbound.of(message.dead(refused)));
    }
  }

  private void parse(Message message, Consumer<Inbound> out) throws Refused {
    message.checkLength(limits);
    byte[] bytes = message.bytes();
    int from = message.textStart();
    int to = message.textEnd();
    if (bytes[from] == '[') {
      splitArray(message, from, to);
      readElements(message, out);
    } else if (JsonBytes.endOfLine(bytes, from, to) == to) {
      out.accept(read(message, 0, from, to));
    } else {
      parseLines(message, from, to, out);
    }
  }

  private void splitArray(Message message, int from, int to) throws Refused {
    byte[] bytes = message.bytes();
    int end = splitter.splitArray(bytes, from, to);
    if (end < to) {
      // An array on the first of several lines is a bad element of NDJSON.
      int line = JsonBytes.endOfLine(bytes, from, to);
      if (line < end || JsonBytes.skipSpace(bytes, end, line) != line) {
        throw Refused.malformed("more text follows the array");
      }
      splitter.splitLines(bytes, from, to);
    } else if (splitter.count() == 0) {
      throw new Refused(Reason.EMPTY, "the batch must hold an element, was empty");
    }
  }

  private void parseLines(Message message, int from, int to, Consumer<Inbound> out) throws Refused {
    byte[] bytes = message.bytes();
    int firstEnd = JsonBytes.trimSpace(bytes, from, JsonBytes.endOfLine(bytes, from, to));
    if (!splitter.isWholeObject(bytes, from, firstEnd)) {
      Inbound single = read(message, 0, from, to);
      if (single.isReport()
          || !brokenText(single.rejected().reason())
          || !hasWholeLine(bytes, from, to)) {
        out.accept(single);
        return;
      }
    }
    splitter.splitLines(bytes, from, to);
    readElements(message, out);
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

  private void readElements(Message message, Consumer<Inbound> out) {
    for (int i = 0; i < splitter.count(); i++) {
      out.accept(read(message, i, splitter.start(i), splitter.end(i)));
    }
  }

  private Inbound read(Message message, int index, int from, int to) {
    Origin origin = message.originOf(index);
    byte[] element = message.element(from, to);
    if (!JsonBytes.isUtf8(element, 0, element.length)) {
      return Inbound.of(message.dead(Refused.notUtf8(), origin, origin.appendMillis(), element));
    }
    try {
      return Inbound.of(reader.read(element, origin, message.headers().get()));
    } catch (Refused refused) {
      return Inbound.of(
          message.dead(refused, origin, reader.timestampOr(origin.appendMillis()), element));
    }
  }
}
