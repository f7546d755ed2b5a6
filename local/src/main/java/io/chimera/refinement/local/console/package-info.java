/** Placeholder. */
package io.chimera.refinement.local.console;
