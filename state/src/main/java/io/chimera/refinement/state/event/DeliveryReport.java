package io.chimera.refinement.state.event;

/**
 * One step of a recommendation on its way to one subscriber.
 *
 * @param subscriber name of the subscriber
 * @param protocol {@code rest} or {@code webhook}
 * @param recommendationId the recommendation
 * @param latencyMillis from its publication to this step, wall clock
 */
public record DeliveryReport(
    String subscriber,
    String protocol,
    DeliveryStep step,
    String recommendationId,
    long latencyMillis) {}
