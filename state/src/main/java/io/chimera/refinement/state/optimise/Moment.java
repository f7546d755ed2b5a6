package io.chimera.refinement.state.optimise;

import java.util.List;

/**
 * What is known of a component when there is something to decide.
 *
 * @param endMillis end of the window, epoch milliseconds of event time
 * @param value the objective over that window; one that is not finite is passed over
 * @param openFindings ids of the findings that are open for the component
 * @param frozen whether somebody asked for no advice at present
 */
public record Moment(long endMillis, double value, List<String> openFindings, boolean frozen) {}
