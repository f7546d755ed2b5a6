package io.chimera.refinement.local.chaos;

import io.chimera.refinement.local.oracle.LoadShape;
import java.time.Duration;
import java.util.List;

/** One way to break the product, and what must hold nevertheless. */
interface Scenario {
  /** Its number, which never changes. */
  int number();

  /** What is broken, in a few words. */
  String title();

  /** How long the load runs, unscaled; the fault lies within. */
  Duration duration();

  /**
   * What it runs on.
   *
   * @param jobManagers 1, or 2 for a leader and a standby
   * @param database whether there is a database and the job that writes to it
   * @param comparable whether recommendations, findings and alerts must equal those of an
   *     undisturbed run over the same input
   */
  record Needs(int jobManagers, boolean database, boolean comparable) {
    static final Needs PLAIN = new Needs(1, false, true);
  }

  default Needs needs() {
    return Needs.PLAIN;
  }

  default LoadShape load(long seed, int partitions) {
    return LoadShape.mixed(seed, partitions);
  }

  /** Restarts of the job that the fault may cost. */
  int allowedRestarts();

  /** Breaks it and sees to it that it can recover. Called while the load runs. */
  void disturb(Trial trial) throws Exception;

  /**
   * What this scenario demands beyond the oracle's verdict and the bars common to all.
   *
   * @return one sentence per demand that was not met
   */
  default List<String> judge(Trial trial, Recovery recovery) throws Exception {
    return List.of();
  }
}
