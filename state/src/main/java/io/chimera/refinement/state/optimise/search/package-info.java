/**
 * Search for the best setting of continuous and whole parameters, one evaluation at a time, without
 * leaving what is safe. Nothing here knows what the parameters do.
 */
package io.chimera.refinement.state.optimise.search;
