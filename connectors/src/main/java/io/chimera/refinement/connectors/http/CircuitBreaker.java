package io.chimera.refinement.connectors.http;

import java.io.Serializable;
import java.util.function.LongSupplier;

/**
 * Stops asking a server that does not answer: closed until a number of failures in a row, then open
 * for a while, then half-open, which is one probe; its success closes the breaker, its failure
 * opens it again (REF-L4-05). Not thread-safe.
 *
 * <p>Source: Nygard, "Release It!", 2nd edition 2018, section 5.2.
 */
public final class CircuitBreaker {

  /** Where it stands. */
  public enum State {
    CLOSED(0),
    HALF_OPEN(1),
    OPEN(2);

    private final int code;

    State(int code) {
      this.code = code;
    }

    /** What a gauge shows. */
    public int code() {
      return code;
    }
  }

  /**
   * What can be set.
   *
   * @param failures failures in a row that open it
   * @param openMillis how long it stays open
   */
  public record Params(int failures, long openMillis) implements Serializable {
    private static final long serialVersionUID = 1;

    /** Five failures, one minute. */
    public static final Params DEFAULT = new Params(5, 60_000);

    public Params {
      if (failures < 1) {
        throw new IllegalArgumentException("failures must be at least 1, was " + failures);
      }
      if (openMillis < 1) {
        throw new IllegalArgumentException("openMillis must be at least 1, was " + openMillis);
      }
    }
  }

  private final Params params;
  private final LongSupplier nowMillis;
  private boolean tripped;
  private int failuresInARow;
  private long halfOpenAtMillis;

  public CircuitBreaker(Params params, LongSupplier nowMillis) {
    this.params = params;
    this.nowMillis = nowMillis;
  }

  /** The state now; time alone turns open into half-open. */
  public State state() {
    if (!tripped) {
      return State.CLOSED;
    }
    return nowMillis.getAsLong() < halfOpenAtMillis ? State.OPEN : State.HALF_OPEN;
  }

  /** Whether a request may start now; half-open, the caller keeps it to one at a time. */
  public boolean permits() {
    return state() != State.OPEN;
  }

  /**
   * When an open breaker lets the probe through, epoch milliseconds; in the past when it is not
   * open.
   */
  public long halfOpenAtMillis() {
    return halfOpenAtMillis;
  }

  public int failuresInARow() {
    return failuresInARow;
  }

  /**
   * A request came back well. What was sent before the breaker opened proves nothing about now, so
   * it does not close it.
   */
  public void succeeded() {
    if (state() != State.OPEN) {
      tripped = false;
      failuresInARow = 0;
    }
  }

  /** A request failed. */
  public void failed() {
    failuresInARow++;
    State before = state();
    if (before == State.HALF_OPEN
        || (before == State.CLOSED && failuresInARow >= params.failures())) {
      trip();
    }
  }

  /** Opens it at once, for a failure that the next request would meet as well. */
  public void trip() {
    halfOpenAtMillis = nowMillis.getAsLong() + params.openMillis();
    tripped = true;
  }
}
