package io.chimera.refinement.local.load;

import io.chimera.refinement.local.observe.LatencyBuckets;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * Everything that is known at the end of a run.
 *
 * @param startMillis wall clock at the beginning, epoch milliseconds
 * @param seconds how long reports were sent
 * @param stopped whether somebody ended it early
 * @param clock its event time
 * @param counts reports by what became of them at the broker
 * @param phases the same by phase
 * @param sending latency from when a report is due to the broker's answer
 * @param accepting latency from the broker to acceptance, as the product publishes it
 * @param ledger the product's verdicts
 * @param settledSeconds from the beginning to the last verdict; empty when some are missing
 * @param recoveries seconds after each spike, by phase; empty when it was not seen
 * @param meanUse mean of processors or memory, percent
 * @param peakUse peak of processors or memory, percent
 * @param objectives what the product said of the objectives of the criteria
 * @param blindness topics that could not be read
 */
record LoadFacts(
    LoadPlan plan,
    Schedule schedule,
    long startMillis,
    double seconds,
    boolean stopped,
    EventClock clock,
    LoadTally.Counts counts,
    List<LoadTally.PhaseCounts> phases,
    LatencyBuckets sending,
    LatencyBuckets accepting,
    AuditCoverage.Ledger ledger,
    OptionalDouble settledSeconds,
    Map<String, OptionalDouble> recoveries,
    OptionalDouble meanUse,
    OptionalDouble peakUse,
    Map<String, ObjectiveStates.Seen> objectives,
    List<String> blindness) {

  /** Share of the load among the reports whose latency the product published, in [0, 1]. */
  double acceptedShare() {
    long own = Math.max(0, sending.count() - ledger.refused());
    return accepting.count() == 0 ? 0 : Math.min(1, own / (double) accepting.count());
  }
}
