package io.chimera.refinement.state.ingest;

import io.chimera.refinement.state.event.Digests;
import io.chimera.refinement.state.event.KpiReport;
import io.chimera.refinement.state.event.Sample;
import java.io.Serializable;

/**
 * Lets known series through, and new ones while there is room: an agent that invents names must not
 * take the memory of the others.
 *
 * <p>A series is known by a 64-bit fingerprint; two that share one pass for the same, which lets a
 * report in and loses nothing. Series that have not reported for a while are forgotten when room is
 * needed, and what was kept out is then let in. Cost: O(samples) per report; at most 18 bytes per
 * series that is known. Mutable.
 */
public final class SeriesAdmission {
  private static final long MINUTE_MILLIS = 60_000;

  /**
   * What can be set.
   *
   * @param maxSeries series known at most
   * @param forgetAfterMillis a series without a report for this long makes room, event time
   */
  public record Params(int maxSeries, long forgetAfterMillis) implements Serializable {
    private static final long serialVersionUID = 1;

    /** A quarter of a million series, one hour. */
    public static final Params DEFAULT = new Params(250_000, 3_600_000);

    public Params {
      if (maxSeries < 1) {
        throw new IllegalArgumentException("maxSeries must be at least 1, was " + maxSeries);
      }
      if (forgetAfterMillis < MINUTE_MILLIS) {
        throw new IllegalArgumentException(
            "forgetAfterMillis must be at least " + MINUTE_MILLIS + ", was " + forgetAfterMillis);
      }
    }
  }

  private final Params params;
  private final SeriesTable known;
  private final DistinctCount keptOut = new DistinctCount();
  private int sweptMinute = Integer.MIN_VALUE;

  public SeriesAdmission(Params params) {
    this.params = params;
    this.known = new SeriesTable();
  }

  /**
   * Whether the report may pass: each of its series is known, or there is room for those that are
   * not.
   *
   * @param nowMillis event time
   */
  public boolean admit(KpiReport report, long nowMillis) {
    int minute = minute(nowMillis);
    long owner = owner(report);
    int unknown = 0;
    for (Sample sample : report.samples()) {
      unknown += known.touch(series(owner, sample), minute) ? 0 : 1;
    }
    if (unknown == 0) {
      return true;
    }
    if (known.size() + unknown > params.maxSeries() && minute != sweptMinute) {
      sweptMinute = minute;
      known.forgetBefore(minute - (int) (params.forgetAfterMillis() / MINUTE_MILLIS));
    }
    boolean room = known.size() + unknown <= params.maxSeries();
    for (Sample sample : report.samples()) {
      long series = series(owner, sample);
      if (room) {
        known.put(series, minute);
      } else if (!known.touch(series, minute)) {
        keptOut.add(series);
      }
    }
    return room;
  }

  private static long owner(KpiReport report) {
    // Hash codes are kept by the strings, which are few: no text is read again.
    long owner = Digests.fold(1, report.system().hashCode());
    owner = Digests.fold(owner, report.component().hashCode());
    owner = Digests.fold(owner, report.agentId().hashCode());
    return Digests.fold(owner, report.labels().hashCode());
  }

  private static long series(long owner, Sample sample) {
    return Digests.fold(owner, sample.metric().hashCode());
  }

  private static int minute(long millis) {
    return (int) Math.floorDiv(millis, MINUTE_MILLIS);
  }

  /** Series that are known. */
  public int size() {
    return known.size();
  }

  /** About how many different series were kept out since the last call. */
  public long takeKeptOut() {
    return keptOut.take();
  }

  /** Fingerprint and last minute of every known series, in turn. */
  public long[] snapshot() {
    return known.entries();
  }

  /** Adds what {@link #snapshot} gave, of this or another instance, whatever the limit. */
  public void restore(long[] entries) {
    for (int i = 0; i + 1 < entries.length; i += 2) {
      if (!known.touch(entries[i], (int) entries[i + 1])) {
        known.put(entries[i], (int) entries[i + 1]);
      }
    }
  }
}
