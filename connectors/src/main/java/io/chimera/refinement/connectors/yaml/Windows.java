package io.chimera.refinement.connectors.yaml;

import io.chimera.refinement.state.slo.Budget;
import io.chimera.refinement.state.slo.EvaluationWindow;
import io.chimera.refinement.state.slo.EvaluationWindow.Judged;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Windows and periods as OpenSLO and the documents write them: durations with M for months, Q for
 * quarters and Y for years besides the usual units, and the words run, per incident and test.
 */
final class Windows {
  private static final Pattern FIRST = Pattern.compile("(\\d{1,9})(ms|s|m|h|d|w|M|Q|Y)\\b.*");
  private static final Pattern PERIOD = Pattern.compile("(\\d{1,9})(h|d|w|M|Q|Y)");
  private static final long DAY = 86_400_000;
  private static final Map<String, Long> LONG_UNITS =
      Map.of("M", 30 * DAY, "Q", 91 * DAY, "Y", 365 * DAY);

  private Windows() {}

  /** The window of a statistic; an asterisk at its end is passed over. */
  static Optional<EvaluationWindow> parse(String stated) {
    String text = stated.replace("*", "").trim();
    return switch (text) {
      case "run", "labelled run", "-" -> Optional.of(new EvaluationWindow(Judged.RUN, 0));
      case "per incident" -> Optional.of(new EvaluationWindow(Judged.INCIDENT, 0));
      case "test" -> Optional.of(new EvaluationWindow(Judged.TEST, 0));
      default -> {
        Matcher form = FIRST.matcher(text);
        yield form.matches()
            ? millis(form.group(1), form.group(2)).map(EvaluationWindow::sliding)
            : Optional.empty();
      }
    };
  }

  /** Length of the period of a budget. */
  static Optional<Long> period(String text) {
    Matcher form = PERIOD.matcher(text);
    return form.matches() ? millis(form.group(1), form.group(2)) : Optional.empty();
  }

  private static Optional<Long> millis(String count, String unit) {
    Long length = LONG_UNITS.get(unit);
    if (length != null) {
      return Optional.of(Long.parseLong(count) * length);
    }
    var millis = Durations.millis(count + unit);
    return millis.isPresent() && millis.getAsLong() > 0
        ? Optional.of(millis.getAsLong())
        : Optional.empty();
  }

  /** The calendar period of a length, or none. */
  static Budget.Calendar calendar(String text) {
    return switch (text) {
      case "1w", "1W" -> Budget.Calendar.WEEK;
      case "1M" -> Budget.Calendar.MONTH;
      case "1Q" -> Budget.Calendar.QUARTER;
      case "1Y" -> Budget.Calendar.YEAR;
      default -> Budget.Calendar.NONE;
    };
  }
}
