package io.chimera.refinement.connectors.delivery;

/**
 * State: advice that a subscriber has not acknowledged.
 *
 * @param secondRound whether its first round of attempts failed
 * @param parked whether it was refused and lets later advice pass until its second round
 * @param failures failed attempts of this round
 * @param dueMillis when it may be tried next, epoch milliseconds
 */
public record PendingAdvice(
    Advice advice, boolean secondRound, boolean parked, int failures, long dueMillis) {}
