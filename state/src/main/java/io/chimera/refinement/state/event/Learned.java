package io.chimera.refinement.state.event;

/**
 * A decision whose outcome is settled: what the optimiser learnt from it. Becomes the point {@code
 * outcome}.
 *
 * @param action the action that was recommended
 * @param executedAction the action that was carried out
 * @param reward 0 to 1
 * @param source {@code reported}, {@code measured} or {@code imputed}
 * @param propensity probability with which {@code action} had been drawn
 * @param decidedAt event time of the decision
 * @param settledAt event time at which the outcome was settled
 */
public record Learned(
    String recommendationId,
    String system,
    String component,
    String target,
    String action,
    String executedAction,
    double reward,
    String source,
    double propensity,
    long decidedAt,
    long settledAt) {}
