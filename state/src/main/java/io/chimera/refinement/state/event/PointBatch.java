package io.chimera.refinement.state.event;

import java.util.List;

/**
 * Points that travel together, one Kafka record.
 *
 * @param key series or subject of the first point; spreads batches over partitions
 */
public record PointBatch(String key, List<MetricPoint> points) {}
