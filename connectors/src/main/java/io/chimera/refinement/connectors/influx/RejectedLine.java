package io.chimera.refinement.connectors.influx;

/**
 * A line that the database refused for good.
 *
 * @param line UTF-8, without line feed
 * @param reason what the database said
 * @param origin where it stands in the topic of points
 * @param timeMillis its time, 0 when it ends without one
 */
public record RejectedLine(byte[] line, String reason, LineOrigin origin, long timeMillis) {}
