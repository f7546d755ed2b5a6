/**
 * Flink operators, thin: load the state, ask it, store it, emit. The formulas live in {@code
 * state}.
 */
package io.chimera.refinement.operators;
