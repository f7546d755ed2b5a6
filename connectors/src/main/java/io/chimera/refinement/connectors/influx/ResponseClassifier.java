package io.chimera.refinement.connectors.influx;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.OptionalLong;

/**
 * Decides what an answer of the database means for the lines that were sent. Pure: the same answer
 * gives the same verdict.
 */
final class ResponseClassifier {
  /** No server is obeyed for longer than this when it asks to come back later. */
  static final long LONGEST_WAIT_MILLIS = 300_000;

  /** A server that says "come back at once" is not asked in a tight loop. */
  static final long SHORTEST_WAIT_MILLIS = 1_000;

  private ResponseClassifier() {}

  /** What is to be done with the lines. */
  enum Action {
    /** Nothing: they are stored. */
    FORGET,
    /** At least one line is wrong: find it, drop it, store the others. */
    ISOLATE,
    /** Too many bytes at once: send them in smaller pieces. */
    SPLIT,
    /** Keep them; credentials, bucket or address are wrong, so a person has to act. */
    HOLD,
    /** Keep them for as long as the server asked. */
    WAIT,
    /** Keep them and try again by schedule. */
    RETRY
  }

  /**
   * What it means.
   *
   * @param waitMillis how long to wait, for {@link Action#WAIT} only
   */
  record Verdict(Action action, long waitMillis) {
    static Verdict of(Action action) {
      return new Verdict(action, 0);
    }
  }

  static Verdict classify(Answer answer, long nowMillis) {
    int status = answer.status();
    if (status >= 200 && status < 300) {
      return Verdict.of(Action.FORGET);
    }
    return switch (status) {
      case 400, 422 -> Verdict.of(Action.ISOLATE);
      case 413 -> Verdict.of(Action.SPLIT);
      case 429, 503 -> waiting(answer.retryAfter(), nowMillis);
      case 408, 425 -> Verdict.of(Action.RETRY);
      default -> Verdict.of(status >= 300 && status < 500 ? Action.HOLD : Action.RETRY);
    };
  }

  private static Verdict waiting(String retryAfter, long nowMillis) {
    OptionalLong wait = waitMillis(retryAfter, nowMillis);
    return wait.isPresent() ? new Verdict(Action.WAIT, wait.getAsLong()) : Verdict.of(Action.RETRY);
  }

  /**
   * Milliseconds that {@code Retry-After} asks for, as seconds or as an HTTP date (RFC 9110,
   * section 10.2.3), between {@link #SHORTEST_WAIT_MILLIS} and {@link #LONGEST_WAIT_MILLIS}; empty
   * when it is absent or says nothing.
   */
  static OptionalLong waitMillis(String retryAfter, long nowMillis) {
    if (retryAfter == null || retryAfter.isBlank()) {
      return OptionalLong.empty();
    }
    String text = retryAfter.trim();
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
