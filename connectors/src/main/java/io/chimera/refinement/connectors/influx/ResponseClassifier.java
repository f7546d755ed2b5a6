package io.chimera.refinement.connectors.influx;

import io.chimera.refinement.connectors.http.RetryAfter;
import java.util.OptionalLong;

/**
 * Decides what an answer of the database means for the lines that were sent. Pure: the same answer
 * gives the same verdict.
 */
final class ResponseClassifier {
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
    OptionalLong wait = RetryAfter.millis(retryAfter, nowMillis);
    return wait.isPresent() ? new Verdict(Action.WAIT, wait.getAsLong()) : Verdict.of(Action.RETRY);
  }
}
