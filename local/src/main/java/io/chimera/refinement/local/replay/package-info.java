/**
 * The optimiser over a pipe: questions come as JSON lines, answers go back, one line each. Nothing
 * is decided here.
 */
package io.chimera.refinement.local.replay;
