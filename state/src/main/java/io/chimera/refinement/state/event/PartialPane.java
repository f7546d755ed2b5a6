package io.chimera.refinement.state.event;

import io.chimera.refinement.state.window.Pane;

/**
 * What one operator instance has seen of one pane of one series; the keyed stage merges the parts.
 *
 * @param series canonical {@link SeriesKey}
 * @param release label {@code version} of the reports in it, or the empty string
 * @param startMillis start of the pane, epoch milliseconds
 */
public record PartialPane(String series, String release, long startMillis, Pane pane) {}
