/** Placeholder. */
package io.chimera.refinement.local.host;
