/** Placeholder. */
package io.chimera.refinement.jobs;
