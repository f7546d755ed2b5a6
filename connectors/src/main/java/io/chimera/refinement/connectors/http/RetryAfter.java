package io.chimera.refinement.connectors.http;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.OptionalLong;

/** The header {@code Retry-After}. Source: RFC 9110, section 10.2.3. */
public final class RetryAfter {
  /** No server is obeyed for longer than this when it asks to come back later. */
  private static final long LONGEST_WAIT_MILLIS = 300_000;

  /** A server that says "come back at once" is not asked in a tight loop. */
  private static final long SHORTEST_WAIT_MILLIS = 1_000;

  private RetryAfter() {}

  /**
   * Milliseconds that the header asks for, as seconds or as an HTTP date, from one second to five
   * minutes; empty when it is absent or says nothing.
   */
  public static OptionalLong millis(String header, long nowMillis) {
    if (header == null || header.isBlank()) {
      return OptionalLong.empty();
    }
    String text = header.trim();
    if (text.chars().allMatch(c -> c >= '0' && c <= '9')) {
      return OptionalLong.of(
          bounded(text.length() > 9 ? LONGEST_WAIT_MILLIS : Long.parseLong(text) * 1000));
    }
    try {
      long at = DateTimeFormatter.RFC_1123_DATE_TIME.parse(text, Instant::from).toEpochMilli();
      return OptionalLong.of(bounded(at - nowMillis));
    } catch (DateTimeException e) {
      return OptionalLong.empty(); // the header is advice: what cannot be read is treated as absent
    }
  }

  private static long bounded(long millis) {
    return Math.max(SHORTEST_WAIT_MILLIS, Math.min(LONGEST_WAIT_MILLIS, millis));
  }
}
