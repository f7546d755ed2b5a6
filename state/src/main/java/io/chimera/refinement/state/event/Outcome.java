package io.chimera.refinement.state.event;

/**
 * What came of a recommendation, as its reader reports it.
 *
 * @param recommendationId the recommendation
 * @param applied whether anything was done
 * @param executedAction what was done, or null when not said
 * @param reward 0 (bad) to 1 (good), or null when not said: the job then measures
 * @param observedAt event time, epoch milliseconds
 * @param origin where the message came from
 * @param payload the message's bytes, for a dead letter
 */
public record Outcome(
    String recommendationId,
    boolean applied,
    String executedAction,
    Double reward,
    long observedAt,
    Origin origin,
    byte[] payload) {}
