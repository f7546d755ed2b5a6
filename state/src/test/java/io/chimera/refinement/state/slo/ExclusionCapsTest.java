package io.chimera.refinement.state.slo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.chimera.refinement.state.slo.Objective.ExclusionCap;
import io.chimera.refinement.state.window.Pane;
import io.chimera.refinement.state.wire.Snapshots;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("AEO-SLA-05: maintenance counts from where its monthly and yearly caps end")
class ExclusionCapsTest {
  private static final long MINUTE = 60_000;
  private static final long HOUR = 60 * MINUTE;
  private static final ExclusionCap SCHEDULED =
      new ExclusionCap("scheduled", HOUR, Budget.Calendar.MONTH);
  private static final ExclusionCap MAJOR =
      new ExclusionCap("major", 2 * HOUR, Budget.Calendar.YEAR);

  private ObjectiveWatch watch = new ObjectiveWatch();
  private final PaneLadder ladder = new PaneLadder();
  private ObjectiveStatus status;

  /** Availability of each minute, per calendar month, as AEON promises it. */
  private static Objective availability(ExclusionCap... caps) {
    return new Objective(
        "availability",
        "aeon",
        "sla",
        Indicator.of("aeon", "*", "availability_percent", Map.of(), "%"),
        Objective.Op.GTE,
        99.99,
        "99.99",
        ObjectiveStatistic.AVG,
        EvaluationWindow.sliding(5 * MINUTE),
        new Budget(Budget.Method.RATIO_TIMESLICES, 0.9999, 0, Budget.Calendar.MONTH),
        new Objective.Stated("ratio", "1M", ""),
        "AEO-SLA-01",
        "",
        Objective.Grouping.ALL,
        List.of(),
        List.of(caps));
  }

  private static long at(String time) {
    return Instant.parse(time).toEpochMilli();
  }

  private static ExclusionWindow window(String kind, String from, long millis) {
    return new ExclusionWindow(kind, "aeon", at(from), at(from) + millis);
  }

  /** So many minutes at this percentage; every one through a checkpoint. */
  private void minutes(
      Objective objective, String from, int count, double percent, ExclusionWindow... windows) {
    for (int i = 0; i < count; i++) {
      long start = at(from) + i * MINUTE;
      Pane pane = new Pane();
      pane.add(percent);
      RolePanes values = new RolePanes();
      values.add(PaneRole.VALUE, pane);
      ladder.add(start, values, 5 * MINUTE);
      ladder.dropOld(start + MINUTE, 5 * MINUTE);
      watch = Snapshots.restored(ObjectiveWatch.CODEC, watch);
      status =
          watch.observe(
              objective, "aeon", start, start + MINUTE, values, ladder, false, List.of(windows));
    }
  }

  private static void holds(double actual, double expected) {
    assertThat(actual).isCloseTo(expected, within(1e-9));
  }

  @Test
  void anHourOfScheduledMaintenanceAMonthIsFreeAndTheNextMinuteIsNot() {
    Objective objective = availability(SCHEDULED, MAJOR);
    ExclusionWindow window = window("scheduled", "2026-03-10T02:00:00Z", 2 * HOUR);
    minutes(objective, "2026-03-10T00:00:00Z", 120, 100, window);
    minutes(objective, "2026-03-10T02:00:00Z", 60, 0, window);
    holds(status.compliance(), 1);
    holds(status.rawCompliance(), 120.0 / 180);
    minutes(objective, "2026-03-10T03:00:00Z", 60, 0, window);
    holds(status.compliance(), 120.0 / 180);
    holds(status.rawCompliance(), 120.0 / 240);
  }

  @Test
  void theMonthlyCapBeginsAnewWithTheMonthAndTheYearlyOneWithTheYear() {
    Objective objective = availability(SCHEDULED, MAJOR);
    for (String month : List.of("2026-11", "2026-12", "2027-01")) {
      String scheduled = month + "-03T00:00:00Z";
      String major = month + "-04T00:00:00Z";
      minutes(objective, month + "-02T00:00:00Z", 60, 100);
      minutes(objective, scheduled, 60, 0, window("scheduled", scheduled, HOUR));
      holds(status.compliance(), 1); // an hour of each month
      minutes(objective, major, 90, 0, window("major", major, 2 * HOUR));
      switch (month) {
        case "2026-11" -> holds(status.compliance(), 1); // 90 of the year's 120 minutes
        case "2026-12" -> holds(status.compliance(), 60.0 / 120); // 30 are left, 60 count
        default -> holds(status.compliance(), 1); // a new year
      }
    }
  }

  @Test
  void oneKindMayHaveACapPerMonthAndOnePerYear() {
    Objective objective =
        availability(SCHEDULED, new ExclusionCap("scheduled", 90 * MINUTE, Budget.Calendar.YEAR));
    minutes(objective, "2026-05-02T00:00:00Z", 60, 100);
    minutes(
        objective,
        "2026-05-03T00:00:00Z",
        60,
        0,
        window("scheduled", "2026-05-03T00:00:00Z", HOUR));
    holds(status.compliance(), 1);
    minutes(objective, "2026-06-02T00:00:00Z", 30, 100);
    minutes(
        objective,
        "2026-06-03T00:00:00Z",
        60,
        0,
        window("scheduled", "2026-06-03T00:00:00Z", HOUR));
    holds(status.compliance(), 30.0 / 60); // 30 minutes of the year were left
  }

  @Test
  void whatNoCapIsStatedForOrBelongsToAnotherSystemCounts() {
    Objective objective = availability(SCHEDULED);
    String from = "2026-03-10T00:00:00Z";
    minutes(objective, from, 30, 100);
    minutes(
        objective,
        "2026-03-10T00:30:00Z",
        10,
        0,
        window("emergency", from, HOUR),
        new ExclusionWindow("scheduled", "mplp", at(from), at(from) + HOUR));
    holds(status.compliance(), 30.0 / 40);
    holds(status.rawCompliance(), 30.0 / 40);
  }

  @Test
  void aGoodMinuteOfAWindowIsLeftOutToo() {
    Objective objective = availability(SCHEDULED);
    ExclusionWindow window = window("scheduled", "2026-03-10T00:30:00Z", HOUR);
    minutes(objective, "2026-03-10T00:00:00Z", 30, 0);
    minutes(objective, "2026-03-10T00:30:00Z", 30, 100, window);
    holds(status.compliance(), 0);
    holds(status.rawCompliance(), 0.5);
  }
}
