package io.chimera.refinement.local.load;

import io.chimera.refinement.local.report.SloPoint;
import java.util.Map;
import java.util.TreeMap;

/** What the product says of objectives during a run. Not thread-safe. */
final class ObjectiveStates {
  private final Map<String, Seen> seen = new TreeMap<>();

  /**
   * An objective over a run, all of its subjects together.
   *
   * @param met points that say met
   * @param breached points that say breached
   * @param noDemand points that say that not as much was asked for
   * @param worst largest value; NaN-free, 0 without data
   * @param last newest value
   * @param samples values behind the newest
   */
  record Seen(long met, long breached, long noDemand, double worst, double last, long samples) {
    static final Seen NOTHING = new Seen(0, 0, 0, -Double.MAX_VALUE, 0, 0);

    /** Whether there was a value at all. */
    boolean hasValue() {
      return worst > -Double.MAX_VALUE;
    }

    Seen with(SloPoint point) {
      String state = point.fields().getOrDefault("state", "");
      if (state.equals("no_data")) {
        return this;
      }
      double value = point.number("value");
      return new Seen(
          met + (state.equals("met") ? 1 : 0),
          breached + (state.equals("breached") ? 1 : 0),
          noDemand + (state.equals("no_demand") ? 1 : 0),
          Math.max(worst, value),
          value,
          (long) point.number("samples"));
    }
  }

  void accept(SloPoint point) {
    String objective = point.tags().getOrDefault("objective", "");
    seen.put(objective, seen.getOrDefault(objective, Seen.NOTHING).with(point));
  }

  Seen of(String objective) {
    return seen.getOrDefault(objective, Seen.NOTHING);
  }
}
