/**
 * The outside world: bytes become events and events become bytes, with delivery guarantees and
 * error classes.
 *
 * <p>Imports {@code state} only. No keyed state, no timers, no wiring: those live in {@code
 * operators} and {@code jobs}.
 */
package io.chimera.refinement.connectors;
