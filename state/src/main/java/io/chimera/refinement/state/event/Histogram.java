package io.chimera.refinement.state.event;

/**
 * A pre-aggregated distribution as an agent reports it.
 *
 * @param count number of observations, at least 1 and equal to the sum of {@code counts}
 * @param sum their sum
 * @param min smallest observation
 * @param max largest observation
 * @param upperBounds ascending upper bounds of the buckets, inclusive
 * @param counts observations per bucket, as long as {@code upperBounds}
 */
public record Histogram(
    long count, double sum, double min, double max, double[] upperBounds, long[] counts) {}
