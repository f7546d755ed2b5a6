/**
 * Learning with context: what each action pays, given what is known when it is chosen. Regressions
 * that are updated one reward at a time; nothing here draws.
 */
package io.chimera.refinement.state.optimise.context;
