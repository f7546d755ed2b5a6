package io.chimera.refinement.state.event;

/**
 * The running number of one accepted report.
 *
 * @param agent the agent as a key, {@code system/component/agentId/}
 */
public record SequenceTick(String agent, long timestampMillis, long sequence) {}
