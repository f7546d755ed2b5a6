package io.chimera.refinement.local.simulator;

/**
 * One report on its way.
 *
 * @param agentId key of the record
 * @param eventMillis event time, epoch milliseconds
 * @param sendAtMillis when it is sent, at most the plan's delay after its event time
 * @param repeated whether the same bytes were sent before
 * @param json value of the record
 */
public record SimulatedReport(
    String agentId,
    String reportId,
    long eventMillis,
    long sendAtMillis,
    boolean repeated,
    byte[] json) {}
