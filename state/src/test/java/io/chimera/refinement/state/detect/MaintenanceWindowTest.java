package io.chimera.refinement.state.detect;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.OffsetDateTime;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MaintenanceWindowTest {
  private static final SeriesSelector ALL = new SeriesSelector("*", "*", "*", "*");

  private static long millis(String time) {
    return OffsetDateTime.parse(time).toInstant().toEpochMilli();
  }

  private static boolean overlaps(MaintenanceWindow window, String start, String end) {
    return window.overlaps(millis(start), millis(end));
  }

  @Test
  void anInstantBelongsToItFromItsStartUntilBeforeItsEnd() {
    MaintenanceWindow window =
        new MaintenanceWindow(
            "w",
            ALL,
            millis("2026-11-21T08:00:00Z"),
            millis("2026-11-21T10:00:00Z"),
            "UTC",
            List.of());
    assertThat(overlaps(window, "2026-11-21T07:58:00Z", "2026-11-21T08:00:00Z")).isFalse();
    assertThat(overlaps(window, "2026-11-21T07:59:00Z", "2026-11-21T08:00:01Z")).isTrue();
    assertThat(overlaps(window, "2026-11-21T09:59:59Z", "2026-11-21T10:01:00Z")).isTrue();
    assertThat(overlaps(window, "2026-11-21T10:00:00Z", "2026-11-21T10:01:00Z")).isFalse();
  }

  /** Berlin is one hour ahead of UTC in winter, two in summer; 2026-11-22 is a Sunday. */
  @ParameterizedTest
  @CsvSource({
    "2026-11-22T20:59:00Z, false",
    "2026-11-22T21:00:00Z, true",
    "2026-11-22T23:30:00Z, true",
    "2026-11-23T00:59:00Z, true",
    "2026-11-23T01:00:00Z, false",
    "2026-07-19T19:59:00Z, false",
    "2026-07-19T20:00:00Z, true",
    "2026-11-21T22:00:00Z, false",
  })
  void aWeeklyTimeGoesByTheClockOfItsZoneAndOverMidnight(String at, boolean expected) {
    MaintenanceWindow window =
        new MaintenanceWindow(
            "w", ALL, 0, 0, "Europe/Berlin", List.of(new WeeklyTime(7, 22 * 60, 2 * 60)));
    assertThat(window.overlaps(millis(at), millis(at) + 1)).isEqualTo(expected);
  }

  @Test
  void weeklyTimesCountBetweenStartAndEndOnly() {
    MaintenanceWindow window =
        new MaintenanceWindow(
            "w",
            ALL,
            millis("2026-11-22T09:00:00Z"),
            millis("2026-11-30T00:00:00Z"),
            "UTC",
            List.of(new WeeklyTime(7, 8 * 60, 10 * 60)));
    assertThat(overlaps(window, "2026-11-22T08:10:00Z", "2026-11-22T08:11:00Z")).isFalse();
    assertThat(overlaps(window, "2026-11-22T08:59:30Z", "2026-11-22T09:00:30Z")).isTrue();
    assertThat(overlaps(window, "2026-11-29T09:00:00Z", "2026-11-29T09:01:00Z")).isTrue();
    assertThat(overlaps(window, "2026-12-06T09:00:00Z", "2026-12-06T09:01:00Z")).isFalse();
  }
}
