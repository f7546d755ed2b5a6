package io.chimera.refinement.state.event;

/**
 * One duration that a keyed function measured of itself.
 *
 * @param metric metric with its unit in the name
 * @param value duration in that unit
 */
public record Timing(String metric, double value) {}
