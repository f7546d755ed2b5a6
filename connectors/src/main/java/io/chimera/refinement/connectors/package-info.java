/** Placeholder. */
package io.chimera.refinement.connectors;
