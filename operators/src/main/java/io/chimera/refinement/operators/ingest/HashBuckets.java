package io.chimera.refinement.operators.ingest;

import io.chimera.refinement.state.event.Digests;
import io.chimera.refinement.state.event.KpiReport;
import io.chimera.refinement.state.event.SequenceTick;
import java.io.Serializable;
import org.apache.flink.api.java.functions.KeySelector;
import org.apache.flink.runtime.state.KeyGroupRangeAssignment;

/**
 * Spreads what would be too many keys over one key per key group, so that every parallel instance
 * gets the same share.
 *
 * <p>A key per report id would cost a state access per report, and a key per agent would make one
 * busy agent a hot spot.
 */
public final class HashBuckets implements Serializable {
  private static final long serialVersionUID = 1;

  private final Integer[] keys;

  /**
   * @param maxParallelism number of key groups of the job
   */
  public HashBuckets(int maxParallelism) {
    keys = new Integer[maxParallelism];
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

  private Integer of(long hash) {
    return keys[(int) Math.floorMod(Digests.mix(hash), (long) keys.length)];
  }

  /** Spreads reports by their id. */
  public KeySelector<KpiReport, Integer> byReportId() {
    return report -> of(report.idHash());
  }

  /** Spreads running numbers by their agent. */
  public KeySelector<SequenceTick, Integer> byAgent() {
    return tick -> of(tick.agentHash());
  }
}
