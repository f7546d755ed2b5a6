package io.chimera.refinement.operators.ingest;

import org.apache.flink.util.clock.RelativeClock;

/**
 * What a subtask does with event time when all of its partitions have been silent.
 *
 * <p>Then all of them are idle and no longer count. When the silence was that of the broker or of
 * this process, each of them comes back with a backlog, and whichever is read first would carry
 * event time past the others: their reports would be late although their order was never broken. So
 * after a silence event time stands still for as long as makes a partition idle, and every
 * partition that is really there has its say. Reports that come meanwhile are judged as ever; only
 * windows close later. Mutable; one per subtask, on the task's thread.
 */
final class Silence {
  private static final long NANOS_PER_MILLI = 1_000_000;

  private final RelativeClock clock;
  private final long idlenessNanos;
  private long lastHeardNanos;
  private long echoEndNanos;
  private boolean echoing;
  private boolean everBroken;

  /**
   * From the start on nothing was heard.
   *
   * @param clock time that stands still while the input is held back
   * @param idlenessMillis silence of a partition after which it does not count
   */
  Silence(RelativeClock clock, long idlenessMillis) {
    this.clock = clock;
    this.idlenessNanos = idlenessMillis * NANOS_PER_MILLI;
    this.lastHeardNanos = clock.relativeTimeNanos();
  }

  /** A report has come that counts. */
  void broken() {
    long now = clock.relativeTimeNanos();
    if (now - lastHeardNanos >= idlenessNanos) {
      echoing = true;
      echoEndNanos = now + idlenessNanos;
    }
    lastHeardNanos = now;
    everBroken = true;
  }

  /** Whether nothing was heard since the start. */
  boolean neverBroken() {
    return !everBroken;
  }

  /** Whether event time must wait. */
  boolean stillEchoes() {
    if (echoing && clock.relativeTimeNanos() - echoEndNanos >= 0) {
      echoing = false;
    }
    return echoing;
  }
}
