/** Placeholder. */
package io.chimera.refinement.operators;
