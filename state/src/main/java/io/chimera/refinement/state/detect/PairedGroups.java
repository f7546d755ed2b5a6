package io.chimera.refinement.state.detect;

/**
 * Two groups of series that were found to move together.
 *
 * @param name both groups, as {@link IncidentCauses#pair} calls them
 * @param correlation absolute coefficient
 */
public record PairedGroups(String name, double correlation) {}
