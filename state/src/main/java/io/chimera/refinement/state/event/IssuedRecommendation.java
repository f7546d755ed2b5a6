package io.chimera.refinement.state.event;

/**
 * The part of a published recommendation that is needed to bring its outcome back to the optimiser
 * that gave it.
 *
 * @param decidedAt event time of the decision, epoch milliseconds
 */
public record IssuedRecommendation(
    String recommendationId, String system, String component, String target, long decidedAt) {}
