package io.chimera.refinement.state.optimise.retrain;

import io.chimera.refinement.state.event.Origin;
import java.util.List;
import java.util.Map;

/**
 * A recommendation as it was published, as far as something can be learned from it.
 *
 * @param optimizer which optimiser made it
 * @param target catalogue it was made under
 * @param decidedAt event time, epoch milliseconds
 * @param action what was drawn
 * @param pmf probability of every action that was allowed
 * @param vetoed actions that were not allowed
 * @param context features by name
 * @param origin where the record came from
 */
public record LoggedDecision(
    String recommendationId,
    String optimizer,
    String system,
    String component,
    String target,
    long decidedAt,
    long decisionNumber,
    String action,
    Map<String, Double> pmf,
    List<String> vetoed,
    Map<String, Double> context,
    Origin origin) {}
