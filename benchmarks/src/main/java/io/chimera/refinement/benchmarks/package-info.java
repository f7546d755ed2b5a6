/**
 * Measures the whole topology on real parts and says whether it is fast enough: a broker in a process of its own, Flink in this
 * one. No logic of the product belongs here; what is measured is what ships.
 */
package io.chimera.refinement.benchmarks;
