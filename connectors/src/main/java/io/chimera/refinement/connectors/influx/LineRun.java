package io.chimera.refinement.connectors.influx;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/**
 * Lines of one entry that follow each other in one Kafka record.
 *
 * @param first where the first of them stands
 * @param points how many they are
 */
record LineRun(LineOrigin first, int points) implements Serializable {
  private static final long serialVersionUID = 1;

  /**
   * What is left of {@code runs} without the first {@code skipped} points and after {@code kept}.
   */
  static List<LineRun> slice(List<LineRun> runs, int skipped, int kept) {
    List<LineRun> slice = new ArrayList<>(1);
    int skip = skipped;
    int left = kept;
    for (LineRun run : runs) {
      int taken = Math.min(run.points - skip, left);
      if (taken > 0) {
        slice.add(new LineRun(run.first.plus(skip), taken));
        left -= taken;
        skip = 0;
      } else {
        skip = Math.max(0, skip - run.points);
      }
    }
    return slice;
  }
}
