package io.chimera.refinement.connectors.influx;

import io.chimera.refinement.connectors.http.CircuitBreaker;
import io.chimera.refinement.connectors.http.RetrySchedule;
import java.util.function.LongSupplier;

/**
 * Whether a request may start now. One gate for all requests of a writer: they go to the same
 * server, so what one of them learnt holds for the others. It never sleeps; it says when to ask
 * again.
 */
final class DeliveryGate {
  private final RetrySchedule schedule;
  private final CircuitBreaker breaker;
  private final LongSupplier nowMillis;
  private long closedUntilMillis = Long.MIN_VALUE;
  private long lastFailureMillis = Long.MIN_VALUE;

  DeliveryGate(RetrySchedule schedule, CircuitBreaker breaker, LongSupplier nowMillis) {
    this.schedule = schedule;
    this.breaker = breaker;
    this.nowMillis = nowMillis;
  }

  boolean isOpen() {
    return nowMillis.getAsLong() >= closedUntilMillis && breaker.permits();
  }

  /** When to ask again, epoch milliseconds; not in the future when the gate is open. */
  long opensAtMillis() {
    return breaker.permits()
        ? closedUntilMillis
        : Math.max(closedUntilMillis, breaker.halfOpenAtMillis());
  }

  /** How many requests may be on their way: one while it is a probe. */
  int limit(int maxInFlight) {
    return breaker.state() == CircuitBreaker.State.CLOSED ? maxInFlight : 1;
  }

  CircuitBreaker.State breaker() {
    return breaker.state();
  }

  /** The server answered and is well, whatever it thought of the lines. */
  void succeeded() {
    breaker.succeeded();
  }

  /**
   * The server failed, or was not reached, by a request that started at {@code startedMillis}.
   * Requests that were on their way together meet the same outage: it counts once.
   */
  void failed(long startedMillis) {
    if (startedMillis <= lastFailureMillis) {
      return;
    }
    lastFailureMillis = nowMillis.getAsLong();
    breaker.failed();
    if (breaker.permits()) {
      closeFor(schedule.delayMillis(breaker.failuresInARow()));
    }
  }

  /**
   * The server is there and asked for a pause. A probe that meets this has not been served: the
   * breaker opens again.
   */
  void pause(long waitMillis) {
    if (breaker.state() == CircuitBreaker.State.HALF_OPEN) {
      breaker.failed();
    }
    closeFor(waitMillis);
  }

  /** The server refuses us: credentials, bucket or address are wrong. */
  void refused() {
    lastFailureMillis = nowMillis.getAsLong();
    breaker.trip();
  }

  private void closeFor(long millis) {
    closedUntilMillis = Math.max(closedUntilMillis, nowMillis.getAsLong() + millis);
  }
}
