/**
 * Learning anew from history: which settings would have decided better, how sure that is, and the
 * model that comes of it. No files, no topics: those are the connectors'.
 */
package io.chimera.refinement.state.optimise.retrain;
