package io.chimera.refinement.state.detect;

import java.io.Serializable;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;

/**
 * A time in which some series are worked on: nothing is found in them, and nothing learned of it.
 *
 * @param name name of the document
 * @param select the series
 * @param fromMillis when it begins, epoch milliseconds of event time; 0 for always
 * @param toMillis when it ends; 0 for never
 * @param zone time zone of the weekly times
 * @param weekly times of the week, within {@code fromMillis} and {@code toMillis}; empty when it is
 *     all of the time between
 */
public record MaintenanceWindow(
    String name,
    SeriesSelector select,
    long fromMillis,
    long toMillis,
    String zone,
    List<WeeklyTime> weekly)
    implements Serializable {
  /** Whatever is longer meets every time of the week. */
  private static final long LONGEST_MILLIS = 8 * 86_400_000L;

  public MaintenanceWindow {
    weekly = weekly == null ? List.of() : weekly;
  }

  /**
   * Whether any part of the time from {@code startMillis} until {@code endMillis} belongs to it.
   */
  public boolean overlaps(long startMillis, long endMillis) {
    if (endMillis <= fromMillis || (toMillis != 0 && startMillis >= toMillis)) {
      return false;
    }
    return weekly.isEmpty()
        || overlapsWeek(
            Math.max(startMillis, fromMillis),
            toMillis == 0 ? endMillis : Math.min(endMillis, toMillis));
  }

  private boolean overlapsWeek(long startMillis, long endMillis) {
    ZoneId at = ZoneId.of(zone);
    long end = Math.min(endMillis, startMillis + LONGEST_MILLIS);
    // A time that began yesterday may last until today.
    LocalDate day = Instant.ofEpochMilli(startMillis).atZone(at).toLocalDate().minusDays(1);
    LocalDate last = Instant.ofEpochMilli(end).atZone(at).toLocalDate();
    for (; !day.isAfter(last); day = day.plusDays(1)) {
      for (WeeklyTime time : weekly) {
        if (time.dayOfWeek() == day.getDayOfWeek().getValue()) {
          LocalDate lastDay = time.toMinute() > time.fromMinute() ? day : day.plusDays(1);
          if (startMillis < millis(lastDay, time.toMinute(), at)
              && end > millis(day, time.fromMinute(), at)) {
            return true;
          }
        }
      }
    }
    return false;
  }

  /** A minute that the clocks pass over is the one an hour later, as everywhere in java.time. */
  private static long millis(LocalDate day, int minute, ZoneId zone) {
    return day.atTime(minute / 60, minute % 60).atZone(zone).toInstant().toEpochMilli();
  }
}
