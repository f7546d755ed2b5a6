package io.chimera.refinement.state.event;

/**
 * The running number of one accepted report.
 *
 * @param agentHash 64-bit fingerprint of (system, component, agentId): millions of agents share one
 *     with a probability below one in a million
 */
public record SequenceTick(long agentHash, long timestampMillis, long sequence) {

  /** The running number of {@code report}, which must have one. */
  public static SequenceTick of(KpiReport report) {
    long agent = Digests.fold(0, report.system());
    agent = Digests.fold(agent, report.component());
    agent = Digests.fold(agent, report.agentId());
    return new SequenceTick(agent, report.timestampMillis(), report.sequence());
  }
}
