package io.chimera.refinement.local.chaos;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.chimera.refinement.local.oracle.Tally;
import java.util.List;
import java.util.Map;

/**
 * The verdict on one scenario with one seed, as the report file holds it.
 *
 * @param recoverySeconds from the end of the fault until the output kept up with the input again
 * @param outputGapSeconds longest time without committed output from the fault on
 * @param note what happened, and which demand was not met
 * @param counts what the oracle counted
 * @param examples up to ten of what is lost, there twice, or wrong
 * @param load load average of the machine at the end
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record ChaosResult(
    int scenario,
    String title,
    long seed,
    boolean passed,
    long lost,
    long duplicate,
    long wrong,
    double recoverySeconds,
    double outputGapSeconds,
    long restarts,
    boolean ledgerBalanced,
    String note,
    Map<String, Long> counts,
    Map<String, List<String>> examples,
    double load) {

  static ChaosResult of(
      Scenario scenario,
      long seed,
      Tally tally,
      Recovery recovery,
      boolean balanced,
      List<String> missed,
      List<String> story) {
    return new ChaosResult(
        scenario.number(),
        scenario.title(),
        seed,
        tally.clean() && missed.isEmpty(),
        tally.lost(),
        tally.duplicate(),
        tally.wrong(),
        recovery.seconds(),
        recovery.gapSeconds(),
        recovery.restarts(),
        balanced,
        (missed.isEmpty() ? "" : String.join("; ", missed) + " | ") + String.join("; ", story),
        tally.facts(),
        tally.examples(),
        loadAverage());
  }

  /** A run that did not come to a verdict. */
  static ChaosResult broken(Scenario scenario, long seed, String reason) {
    return new ChaosResult(
        scenario.number(),
        scenario.title(),
        seed,
        false,
        0,
        0,
        0,
        0,
        0,
        0,
        false,
        reason,
        Map.of(),
        Map.of(),
        loadAverage());
  }

  private static double loadAverage() {
    return java.lang.management.ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
  }
}
