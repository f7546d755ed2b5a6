/**
 * How the product behaves towards a server that it asks for something: retries, circuit breaker,
 * {@code Retry-After}, compression, sockets. The database sink and the delivery to subscribers
 * share it. Nothing here knows what is sent.
 */
package io.chimera.refinement.connectors.http;
