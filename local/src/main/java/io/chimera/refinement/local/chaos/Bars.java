package io.chimera.refinement.local.chaos;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Demands on figures, told in one form. */
final class Bars {
  private Bars() {}

  static List<String> atMost(String what, double value, double bar) {
    return value <= bar
        ? List.of()
        : List.of(
            String.format(Locale.ROOT, "%s must be at most %.1f, was %.1f", what, bar, value));
  }

  static List<String> holds(boolean condition, String demand) {
    return condition ? List.of() : List.of(demand);
  }

  @SafeVarargs
  static List<String> all(List<String>... demands) {
    List<String> missed = new ArrayList<>();
    for (List<String> each : demands) {
      missed.addAll(each);
    }
    return missed;
  }
}
