/**
 * How values become bytes between operators and in checkpoints. No JSON, no Flink: that is the
 * business of the modules above.
 */
package io.chimera.refinement.state.wire;
