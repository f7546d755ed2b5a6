package io.chimera.refinement.jobs.config;

import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.MemorySize;

/** What a person probably meant. */
final class Suggestions {
  private Suggestions() {}

  /** The known key nearest to {@code name}, if any is near. */
  static Optional<String> closest(String name, Collection<ConfigOption<?>> options) {
    return options.stream()
        .map(ConfigOption::key)
        .min(Comparator.comparingInt(key -> distance(name, key)))
        .filter(key -> distance(name, key) <= Math.max(2, name.length() / 4));
  }

  /** In words, what kind of value an option takes. */
  static String kindOf(ConfigOption<?> option) {
    Object sample = option.defaultValue();
    if (sample instanceof Duration) {
      return "a duration such as 10 s or 5 min";
    }
    if (sample instanceof MemorySize) {
      return "a size such as 64 kb or 1 mb";
    }
    if (sample instanceof Integer || sample instanceof Long) {
      return "a whole number";
    }
    if (sample instanceof Boolean) {
      return "true or false";
    }
    return sample instanceof Double ? "a number" : "a text";
  }

  /** Levenshtein distance with two rows. */
  static int distance(String a, String b) {
    int[] previous = new int[b.length() + 1];
    int[] current = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      previous[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      current[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int change = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
        current[j] = Math.min(previous[j - 1] + change, Math.min(previous[j], current[j - 1]) + 1);
      }
      int[] swap = previous;
      previous = current;
      current = swap;
    }
    return previous[b.length()];
  }
}
