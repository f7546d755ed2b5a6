/**
 * {@code refinement run}: the whole world, started in order, watched, drained, judged and taken
 * down.
 */
package io.chimera.refinement.local.run;
