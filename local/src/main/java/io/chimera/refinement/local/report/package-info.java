/** The SLA report: where the objectives of the packs stand, from the points that the jobs write. */
package io.chimera.refinement.local.report;
