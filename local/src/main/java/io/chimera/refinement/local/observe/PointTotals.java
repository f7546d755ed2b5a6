package io.chimera.refinement.local.observe;

import io.chimera.refinement.state.event.Digests;
import java.util.HashSet;
import java.util.Set;

/**
 * Counts points on their way to the database. A point is its measurement, tags and time: rewriting
 * it is no new point. Not thread-safe.
 */
final class PointTotals {
  private final Set<Long> points = new HashSet<>();
  private long windows;
  private long rewards;
  private double rewardSum;

  /** Counts the lines of one batch of line protocol. */
  void accept(String lines) {
    lines.lines().filter(line -> !line.isBlank() && line.charAt(0) != '#').forEach(this::line);
  }

  /** Distinct points. */
  long distinct() {
    return points.size();
  }

  /** Distinct sliding windows among them. */
  long windows() {
    return windows;
  }

  /** Mean reward of the settled outcomes, 0 when there are none. */
  double meanReward() {
    return rewards == 0 ? 0 : rewardSum / rewards;
  }

  long rewards() {
    return rewards;
  }

  private void line(String line) {
    int fields = endOfPart(line, 0);
    int time = endOfPart(line, fields + 1);
    String identity = line.substring(0, fields);
    String timestamp = time >= line.length() ? "" : line.substring(time + 1);
    if (!points.add(Digests.fold(Digests.fold(0, identity), timestamp))) {
      return;
    }
    if (identity.startsWith("kpi_window,") || identity.equals("kpi_window")) {
      windows++;
    } else if (identity.startsWith("outcome,")) {
      reward(line.substring(fields + 1, time));
    }
  }

  private void reward(String fields) {
    for (String field : fields.split(",", -1)) {
      if (field.startsWith("reward=")) {
        rewards++;
        rewardSum += Double.parseDouble(field.substring("reward=".length()));
      }
    }
  }

  /** The next space that is neither escaped nor within quotes. */
  private static int endOfPart(String line, int from) {
    boolean quoted = false;
    for (int i = from; i < line.length(); i++) {
      char c = line.charAt(i);
      if (c == '\\') {
        i++;
      } else if (c == '"') {
        quoted = !quoted;
      } else if (c == ' ' && !quoted) {
        return i;
      }
    }
    return line.length();
  }
}
