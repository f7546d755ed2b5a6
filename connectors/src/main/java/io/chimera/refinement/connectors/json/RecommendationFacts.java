package io.chimera.refinement.connectors.json;

/**
 * What is needed of a published recommendation to decide who gets it, and until when.
 *
 * @param decidedAt event time, epoch milliseconds
 * @param ttlSeconds how long the advice is valid
 */
public record RecommendationFacts(
    String recommendationId,
    String system,
    String component,
    String optimizer,
    String mode,
    long decidedAt,
    long ttlSeconds) {}
