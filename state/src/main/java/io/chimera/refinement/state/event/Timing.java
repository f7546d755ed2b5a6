package io.chimera.refinement.state.event;

/**
 * One duration or size that a keyed function measured of itself.
 *
 * @param metric metric with its unit in the name
 * @param value value in that unit
 */
public record Timing(String metric, double value) {}
