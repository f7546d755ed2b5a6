package io.chimera.refinement.connectors.yaml;

import io.chimera.refinement.state.detect.MaintenanceWindow;
import io.chimera.refinement.state.detect.SeriesSelector;
import io.chimera.refinement.state.detect.WeeklyTime;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Reads when a maintenance window is: from one time to another, or weekly times of a zone, or
 * weekly times between both.
 */
final class CalendarReader {
  private static final List<String> DAYS = List.of("mon", "tue", "wed", "thu", "fri", "sat", "sun");
  private static final Pattern TIME = Pattern.compile("([01]\\d|2[0-3]):[0-5]\\d");
  private static final String TIME_RULE = "must be a time of day such as 22:30";

  private CalendarReader() {}

  static MaintenanceWindow read(String name, SeriesSelector select, Fields spec) {
    boolean weekly = spec.has("weekly");
    long from = !weekly || spec.has("from") ? SteeringReader.time(spec, "from") : 0;
    long to = !weekly || spec.has("to") ? SteeringReader.time(spec, "to") : 0;
    SteeringReader.ordered(spec, from, to);
    String zone =
        spec.text(
            "zone", "UTC", CalendarReader::isZone, "must be a time zone such as Europe/Berlin");
    List<WeeklyTime> times = new ArrayList<>();
    for (Fields time : spec.sectionsIfPresent("weekly")) {
      addTimes(time, times);
    }
    if (weekly && times.isEmpty()) {
      spec.fault("weekly", "must name at least one day and time", "", "");
    }
    return new MaintenanceWindow(name, select, from, to, zone, List.copyOf(times));
  }

  private static void addTimes(Fields time, List<WeeklyTime> times) {
    List<String> days = time.texts("days");
    int from = minute(time.text("from", text -> TIME.matcher(text).matches(), TIME_RULE));
    int to = minute(time.text("to", text -> TIME.matcher(text).matches(), TIME_RULE));
    if (days.isEmpty()) {
      time.fault("days", "must be a list of " + String.join(", ", DAYS), "", "");
    }
    for (String day : days) {
      if (DAYS.contains(day)) {
        times.add(new WeeklyTime(DAYS.indexOf(day) + 1, from, to));
      } else {
        time.fault(
            "days",
            "must be a list of " + String.join(", ", DAYS),
            day,
            Suggestion.among(DAYS, day));
      }
    }
    time.end();
  }

  private static int minute(String time) {
    return time.isEmpty()
        ? 0
        : 60 * Integer.parseInt(time.substring(0, 2)) + Integer.parseInt(time.substring(3));
  }

  private static boolean isZone(String text) {
    try {
      ZoneId.of(text);
      return true;
    } catch (DateTimeException e) {
      return false;
    }
  }
}
