package io.chimera.refinement.local.oracle;

import java.util.Map;

/**
 * One record to send.
 *
 * @param id what the manifest calls it
 * @param value null for a tombstone
 */
public record LoadRecord(
    String id, int partition, String key, byte[] value, Map<String, String> headers) {}
