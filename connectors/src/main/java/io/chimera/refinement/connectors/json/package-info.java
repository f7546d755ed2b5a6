/**
 * The one strict JSON parser and the one writer of the product, over Jackson's streaming core.
 *
 * <p>Bytes in, nouns of {@code state.event} out, and back. No tree, no data binding, no Kafka:
 * topics and headers are the business of the package beside.
 */
package io.chimera.refinement.connectors.json;
