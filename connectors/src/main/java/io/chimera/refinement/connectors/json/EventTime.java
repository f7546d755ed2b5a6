package io.chimera.refinement.connectors.json;

import com.fasterxml.jackson.core.JsonToken;
import io.chimera.refinement.state.event.Reason;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;

/**
 * Event time as a producer may write it: an integer of epoch milliseconds, or an ISO-8601 string
 * with an offset.
 *
 * <p>A number with a fraction or an exponent is no integer and therefore refused, whatever its
 * value; so is a string of digits, and a local time without an offset. Fractions of a millisecond
 * in a string are cut off.
 */
final class EventTime {
  private static final long EARLIEST_MILLIS = Instant.parse("2000-01-01T00:00:00Z").toEpochMilli();
  private static final String RULE =
      "epoch milliseconds or ISO-8601 with an offset, from 2000-01-01 on";
  private static final DateTimeFormatter ISO =
      new DateTimeFormatterBuilder()
          .parseCaseInsensitive()
          .append(DateTimeFormatter.ISO_LOCAL_DATE_TIME)
          .appendPattern("[XXX][XX][X]")
          .toFormatter();

  private EventTime() {}

  /** Reads the current token of the cursor. */
  static long read(JsonCursor cursor, String field) throws Refused {
    long millis =
        cursor.token() == JsonToken.VALUE_STRING
            ? parse(cursor.string(field), field)
            : cursor.integer(field, Reason.INVALID_TIMESTAMP, Reason.INVALID_TIMESTAMP);
    if (millis < EARLIEST_MILLIS) {
      throw Refused.because(Reason.INVALID_TIMESTAMP, field, RULE, cursor.text());
    }
    return millis;
  }

  private static long parse(String text, String field) throws Refused {
    try {
      return ISO.parse(text, OffsetDateTime::from).toInstant().toEpochMilli();
    } catch (DateTimeException | ArithmeticException e) {
      throw Refused.because(Reason.INVALID_TIMESTAMP, field, RULE, text);
    }
  }
}
