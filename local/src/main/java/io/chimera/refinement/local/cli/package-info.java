/** Placeholder. */
package io.chimera.refinement.local.cli;
