/** Placeholder. */
package io.chimera.refinement.local.simulator;
