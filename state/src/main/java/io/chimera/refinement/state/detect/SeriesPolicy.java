package io.chimera.refinement.state.detect;

import io.chimera.refinement.state.event.Finding.Direction;
import java.util.List;

/**
 * How one series is judged, as all documents together say.
 *
 * @param params the parameters of its watch
 * @param off whether nothing is found in it
 * @param direction where a value has to go to be found
 * @param calendars the maintenance windows it is part of
 * @param falseAlarms what was called a false alarm, and may be about it
 */
public record SeriesPolicy(
    AnomalyWatch.Params params,
    boolean off,
    Direction direction,
    List<MaintenanceWindow> calendars,
    List<FalseAlarm> falseAlarms) {

  /** That of a series no document is about. */
  public static SeriesPolicy usual(AnomalyWatch.Params params) {
    return new SeriesPolicy(params, false, Direction.BOTH, List.of(), List.of());
  }

  /** Whether any part of the window is time of maintenance. */
  public boolean isMaintained(long startMillis, long endMillis) {
    for (MaintenanceWindow calendar : calendars) {
      if (calendar.overlaps(startMillis, endMillis)) {
        return true;
      }
    }
    return false;
  }

  /** Whether a value that far from what was expected may be found. */
  boolean minds(double distance) {
    return switch (direction) {
      case BOTH -> true;
      case UP -> distance > 0;
      case DOWN -> distance < 0;
    };
  }
}
