package io.chimera.refinement.connectors.yaml;

import io.chimera.refinement.state.slo.Budget;
import java.util.List;
import java.util.Optional;

/** Reads what an SLO says of its error budget: target, method and period. */
final class BudgetReader {
  static final List<String> METHODS = List.of("Occurrences", "Timeslices", "RatioTimeslices");
  private static final long DAY = 86_400_000;

  private BudgetReader() {}

  /**
   * The budget of a time window.
   *
   * @param method one of {@link #METHODS}
   * @param target share that must be good
   */
  static Budget read(Fields window, String method, double target) {
    String duration =
        window.text(
            "duration",
            text -> Windows.period(text).isPresent(),
            "must be a period such as 28d, 1M or 1Y");
    boolean rolling = window.flag("isRolling");
    Optional<Fields> calendar = window.sectionIfPresent("calendar");
    calendar.ifPresent(
        fields -> {
          fields.free("startTime");
          fields.text("timeZone", "UTC"::equals, "must be UTC");
          fields.end();
        });
    window.end();
    if (rolling == calendar.isPresent()) {
      window.fault("", "must be either rolling or a calendar period", "", "");
    }
    Budget.Calendar unit = calendar.isPresent() ? Windows.calendar(duration) : Budget.Calendar.NONE;
    if (calendar.isPresent() && unit == Budget.Calendar.NONE) {
      window.fault("duration", "must be 1w, 1M, 1Q or 1Y for a calendar period", duration, "");
    }
    long millis = Windows.period(duration).orElse(30 * DAY);
    if (millis > 366 * DAY || millis < 3_600_000) {
      window.fault("duration", "must be from 1h to 1Y", duration, "");
    }
    return new Budget(
        Budget.Method.values()[1 + METHODS.indexOf(method)],
        target,
        calendar.isPresent() ? 0 : millis,
        unit);
  }

  /** The share that must be good, in [0, 1). */
  static double target(Fields limit) {
    boolean percent = limit.has("targetPercent");
    if (percent == limit.has("target")) {
      limit.fault("target", "must be given once, as target or targetPercent", "", "");
      limit.free("target");
      return 0.99;
    }
    String name = percent ? "targetPercent" : "target";
    double most = percent ? 100 : 1;
    double given = limit.number(name, 0, most);
    if (given == most) {
      limit.fault(
          name,
          "must be less than " + ObjectiveReader.plain(most),
          ObjectiveReader.plain(given),
          "a budget of nothing cannot be burnt; write an Objective instead");
    }
    return percent ? given / 100 : given;
  }
}
