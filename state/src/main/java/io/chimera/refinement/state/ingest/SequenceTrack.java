package io.chimera.refinement.state.ingest;

import io.chimera.refinement.state.event.KpiReport;

/**
 * What the running numbers of one agent's reports say about losses and restarts.
 *
 * <p>Fed in event-time order. A step back to a number below {@value #RESTART_BELOW} is a restart;
 * any other number that is not above the last one counts as a repeat. Numbers missing before the
 * first report are not known to be missing.
 *
 * @param lastSequence the number that the next one is compared with, {@link KpiReport#NO_SEQUENCE}
 *     before the first
 * @param gaps numbers that were skipped
 * @param repeats numbers that came again, or too late
 * @param restarts how often the agent began anew
 */
public record SequenceTrack(long lastSequence, long gaps, long repeats, long restarts) {
  public static final SequenceTrack EMPTY = new SequenceTrack(KpiReport.NO_SEQUENCE, 0, 0, 0);

  /** Agents count from 0 or 1; the first few reports after a restart may be lost. */
  static final long RESTART_BELOW = 10;

  /** The track after a report with number {@code sequence}. */
  public SequenceTrack next(long sequence) {
    if (lastSequence == KpiReport.NO_SEQUENCE) {
      return new SequenceTrack(sequence, gaps, repeats, restarts);
    }
    if (sequence > lastSequence) {
      return new SequenceTrack(sequence, plus(gaps, missing(sequence)), repeats, restarts);
    }
    if (sequence < lastSequence && sequence < RESTART_BELOW) {
      return new SequenceTrack(sequence, gaps, repeats, restarts + 1);
    }
    return new SequenceTrack(lastSequence, gaps, repeats + 1, restarts);
  }

  private long missing(long sequence) {
    long missing = sequence - lastSequence - 1;
    return missing < 0 ? Long.MAX_VALUE : missing;
  }

  private static long plus(long a, long b) {
    return a > Long.MAX_VALUE - b ? Long.MAX_VALUE : a + b;
  }
}
