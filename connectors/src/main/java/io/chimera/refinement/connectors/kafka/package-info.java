/**
 * Kafka's side of the product: topics, keys, headers, sources and sinks.
 *
 * <p>What a value means is the business of {@code connectors.json}; what a report does, of the
 * operators.
 */
package io.chimera.refinement.connectors.kafka;
