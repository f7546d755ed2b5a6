/** Findings, objectives and outcomes in, recommendations out. */
package io.chimera.refinement.operators.optimise;
