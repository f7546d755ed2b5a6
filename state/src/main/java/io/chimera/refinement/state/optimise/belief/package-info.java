/**
 * What is believed of unknown means, and how an action is chosen from beliefs. No learning here, no
 * state: numbers in, probabilities out.
 */
package io.chimera.refinement.state.optimise.belief;
