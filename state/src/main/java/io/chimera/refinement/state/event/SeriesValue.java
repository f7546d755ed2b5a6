package io.chimera.refinement.state.event;

/**
 * The one value of a window that a detector judges.
 *
 * @param series canonical {@link SeriesKey}
 * @param startMillis start of the window, inclusive
 * @param endMillis end of the window, exclusive; event time of this value
 * @param value in the unit of the series
 */
public record SeriesValue(String series, long startMillis, long endMillis, double value) {}
