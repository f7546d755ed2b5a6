package io.chimera.refinement.operators.ingest;

import org.apache.flink.util.clock.RelativeClock;

/**
 * Whether a partition has been silent for so long that it no longer holds back the others.
 *
 * <p>Time counts only while this process gets to run: a machine that is busy, or a process that
 * stood still, would otherwise make a partition idle that merely could not be read, and its reports
 * late. For the same reason a partition that was never heard of since the start is given twice the
 * time: connections, positions and state come first. While a subtask has heard nothing at all since
 * its start, its partitions are given six times as long: its first request may have met a broker
 * that was only coming up, and is repeated no sooner than after ten seconds. Mutable; one per
 * partition.
 */
final class Idleness {
  private static final long NANOS_PER_MILLI = 1_000_000;

  /** No more than this counts from one look to the next; Flink looks every 200 ms at most. */
  private static final long LONGEST_STEP_NANOS = 250 * NANOS_PER_MILLI;

  private static final int HEARD = 1;
  private static final int NEVER_HEARD = 2;
  private static final int DEAF = 6;

  private final RelativeClock clock;
  private final long limitNanos;
  private long lastLookNanos;
  private long silentNanos;
  private boolean heard;

  /**
   * From the start on nothing was heard.
   *
   * @param clock time that stands still while the input is held back
   * @param limitMillis silence that makes idle
   */
  Idleness(RelativeClock clock, long limitMillis) {
    this.clock = clock;
    this.limitNanos = limitMillis * NANOS_PER_MILLI;
    this.lastLookNanos = clock.relativeTimeNanos();
  }

  /** A report has come that counts. */
  void heard() {
    heard = true;
    silentNanos = 0;
  }

  /**
   * Looks at the clock; called again and again.
   *
   * @param deaf whether the subtask has heard of no partition yet
   */
  boolean isIdle(boolean deaf) {
    long now = clock.relativeTimeNanos();
    silentNanos += Math.min(now - lastLookNanos, LONGEST_STEP_NANOS);
    lastLookNanos = now;
    int patience = heard ? HEARD : deaf ? DEAF : NEVER_HEARD;
    return silentNanos >= patience * limitNanos;
  }
}
