package io.chimera.refinement.operators.ingest;

import io.chimera.refinement.state.ingest.Backlog;
import org.apache.flink.util.clock.RelativeClock;

/**
 * Whether a partition has been silent for so long that it no longer holds back the others.
 *
 * <p>A partition of which everything was read is idle after the limit. One that has records nobody
 * got round to reading, or that the broker was not even asked for yet, is given twelve times as
 * long: on a machine that is busy with a start it would otherwise be idle with a backlog, and its
 * reports late. Where the backlog is not known, a partition that was never heard of since the start
 * is given twice the time, because connections, positions and state come first; and six times while
 * the subtask has heard nothing at all. Time counts only while this process gets to run. Mutable;
 * one per partition.
 */
final class Idleness {
  private static final long NANOS_PER_MILLI = 1_000_000;

  /** No more than this counts from one look to the next; Flink looks every 200 ms at most. */
  private static final long LONGEST_STEP_NANOS = 250 * NANOS_PER_MILLI;

  private static final int HEARD = 1;
  private static final int NEVER_HEARD = 2;
  private static final int DEAF = 6;
  private static final int BEHIND = 12;

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

  /** Looks at the clock; called again and again. Whether the silence has reached the limit. */
  boolean isSilent() {
    long now = clock.relativeTimeNanos();
    silentNanos += Math.min(now - lastLookNanos, LONGEST_STEP_NANOS);
    lastLookNanos = now;
    return silentNanos >= limitNanos;
  }

  /**
   * Whether the partition no longer counts.
   *
   * @param reading how far it is read
   * @param deaf whether the subtask has heard of no partition yet
   */
  boolean isIdle(Backlog.Reading reading, boolean deaf) {
    int patience =
        switch (reading) {
          case CAUGHT_UP -> HEARD;
          case BEHIND -> BEHIND;
          case UNKNOWN -> heard ? HEARD : deaf ? DEAF : NEVER_HEARD;
        };
    return silentNanos >= patience * limitNanos;
  }
}
