package io.chimera.refinement.state.event;

/**
 * An outcome on its way back to the optimiser that gave the recommendation.
 *
 * @param target catalogue of the recommendation
 */
public record RoutedOutcome(String system, String component, String target, Outcome outcome) {}
