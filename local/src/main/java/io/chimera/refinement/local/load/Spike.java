package io.chimera.refinement.local.load;

import io.chimera.refinement.connectors.yaml.LoadProfile.Phase;
import java.util.ArrayList;
import java.util.List;

/**
 * The end of a phase that is a spike: the time in which the product may come back.
 *
 * @param name name of the phase
 * @param endMillis when it ended, wall clock
 * @param untilMillis when the next spike begins, or nobody looks any more
 */
record Spike(String name, long endMillis, long untilMillis) {
  /** Whoever has not come back by then is not waited for, unless a criterion asks for it. */
  private static final long LONGEST_MILLIS = 900_000;

  /**
   * The spikes of a run.
   *
   * @param startMillis wall clock at its beginning
   * @param limitMillis how long recovery may take; 0 when no criterion says
   */
  static List<Spike> of(Schedule schedule, long startMillis, long limitMillis) {
    List<Phase> phases = schedule.phases();
    List<Spike> spikes = new ArrayList<>();
    for (int i = 0; i < phases.size(); i++) {
      if (phases.get(i).spike()) {
        int next = i + 1;
        while (next < phases.size() && !phases.get(next).spike()) {
          next++;
        }
        long end = startMillis + schedule.startMillis(i + 1);
        long longest = end + Math.max(LONGEST_MILLIS, limitMillis);
        spikes.add(
            new Spike(
                phases.get(i).name(),
                end,
                next == phases.size()
                    ? longest
                    : Math.min(longest, startMillis + schedule.startMillis(next))));
      }
    }
    return spikes;
  }

  /** Whether recovery may be seen at that time. */
  boolean isWatched(long timeMillis) {
    return timeMillis >= endMillis && timeMillis < untilMillis;
  }
}
