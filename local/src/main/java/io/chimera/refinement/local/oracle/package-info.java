/**
 * The independent oracle: a load of which everything is known, and a batch computation of what the
 * product must make of it.
 *
 * <p>It reads the public contract only. Nothing of {@code state}, {@code operators}, {@code
 * connectors} or {@code jobs} may be imported here: a fault shared with the product would be
 * invisible. An architecture test enforces it.
 */
package io.chimera.refinement.local.oracle;
