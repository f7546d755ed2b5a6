package io.chimera.refinement.connectors.yaml;

import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations as people write them: a whole number and one of the units ms, s, m, h, d, w. */
final class Durations {
  static final String RULE = "must be a duration such as 500ms, 10s, 5m, 2h or 1d";

  /** Nine digits of weeks stay within a long. */
  private static final Pattern FORM = Pattern.compile("(\\d{1,9})(ms|s|m|h|d|w)");

  private Durations() {}

  /** Milliseconds, or empty when the text is not a duration. */
  static OptionalLong millis(String text) {
    Matcher form = FORM.matcher(text);
    if (!form.matches()) {
      return OptionalLong.empty();
    }
    long unit =
        switch (form.group(2)) {
          case "ms" -> 1;
          case "s" -> 1_000;
          case "m" -> 60_000;
          case "h" -> 3_600_000;
          case "d" -> 86_400_000;
          default -> 7 * 86_400_000L;
        };
    return OptionalLong.of(Long.parseLong(form.group(1)) * unit);
  }

  /** The largest unit that expresses the duration exactly. */
  static String text(long millis) {
    long[] units = {86_400_000, 3_600_000, 60_000, 1_000};
    String[] names = {"d", "h", "m", "s"};
    for (int i = 0; i < units.length; i++) {
      if (millis > 0 && millis % units[i] == 0) {
        return millis / units[i] + names[i];
      }
    }
    return millis + "ms";
  }
}
