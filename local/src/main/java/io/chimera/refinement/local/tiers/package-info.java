/** Buckets of the time-series database and how long each keeps its points. No points pass here. */
package io.chimera.refinement.local.tiers;
