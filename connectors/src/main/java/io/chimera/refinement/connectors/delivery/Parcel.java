package io.chimera.refinement.connectors.delivery;

/** One recommendation in the queue of one subscriber. Mutable, known to its queue only. */
final class Parcel {
  private final Advice advice;
  private final long number;
  private boolean secondRound;
  private boolean parked;
  private int failures;
  private long dueMillis;
  private boolean inFlight;

  /** {@code number} tells parcels apart that are due at the same time: the earlier goes first. */
  Parcel(PendingAdvice pending, long number) {
    this.advice = pending.advice();
    this.number = number;
    this.secondRound = pending.secondRound();
    this.parked = pending.parked();
    this.failures = pending.failures();
    this.dueMillis = pending.dueMillis();
  }

  PendingAdvice pending() {
    return new PendingAdvice(advice, secondRound, parked, failures, dueMillis);
  }

  Advice advice() {
    return advice;
  }

  long number() {
    return number;
  }

  boolean isSecondRound() {
    return secondRound;
  }

  boolean isParked() {
    return parked;
  }

  long dueMillis() {
    return dueMillis;
  }

  boolean isInFlight() {
    return inFlight;
  }

  long expiresMillis() {
    return advice.expiresMillis();
  }

  /** Whether it stands before {@code other} in the same partition. */
  boolean precedes(Parcel other) {
    return advice.origin().partition() == other.advice.origin().partition()
        && advice.origin().offset() < other.advice.origin().offset();
  }

  /** Counts a failed attempt and returns how many there were in this round. */
  int fail() {
    return ++failures;
  }

  void beginSecondRound() {
    secondRound = true;
    failures = 0;
  }

  void leave() {
    inFlight = true;
  }

  void standBy(long untilMillis, boolean aside) {
    inFlight = false;
    parked = aside;
    dueMillis = untilMillis;
  }
}
