/** Decision cores: which action, with which probability, and what its outcome taught. */
package io.chimera.refinement.state.optimise;
