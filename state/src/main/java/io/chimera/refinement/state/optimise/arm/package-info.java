/**
 * Learning without context: what each action of one target has paid, how that changes, and with
 * which probabilities to draw next. Plain state; nothing here draws.
 */
package io.chimera.refinement.state.optimise.arm;
