/** Placeholder. */
package io.chimera.refinement.local.run;
