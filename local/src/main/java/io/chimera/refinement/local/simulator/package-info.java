/**
 * A fleet of agents that does not exist: it has days, noise and labelled incidents, and it reacts
 * to recommendations, so that what the product finds and learns can be compared with the truth. The
 * core is plain and deterministic: the same seed and the same ticks give the same bytes.
 */
package io.chimera.refinement.local.simulator;
