package io.chimera.refinement.operators.ingest;

import io.chimera.refinement.state.event.Digests;
import io.chimera.refinement.state.event.KpiReport;
import org.apache.flink.api.java.functions.KeySelector;
import org.apache.flink.runtime.state.KeyGroupRangeAssignment;

/**
 * Spreads report ids over one key per key group, so that every parallel instance gets the same share.
 *
 * <p>A key per id would cost a state access per report, and a key per agent would make one busy agent a hot spot.
 */
public final class HashBuckets implements KeySelector<KpiReport, Integer> {
  private static final long serialVersionUID = 1;

  private final int[] keys;

  /**
   * @param maxParallelism number of key groups of the job
   */
  public HashBuckets(int maxParallelism) {
    keys = new int[maxParallelism];
    boolean[] found = new boolean[maxParallelism];
    int missing = maxParallelism;
    for (int candidate = 0; missing > 0; candidate++) {
      int group = KeyGroupRangeAssignment.assignToKeyGroup(candidate, maxParallelism);
      if (!found[group]) {
        found[group] = true;
        keys[group] = candidate;
        missing--;
      }
    }
  }

  @Override
  public Integer getKey(KpiReport report) {
    return keys[(int) Math.floorMod(Digests.mix(report.idHash()), (long) keys.length)];
  }
}
