/**
 * The wiring. A job turns settings into ports and a topology; the topologies read top to bottom. No
 * formula, no state, no protocol lives here.
 */
package io.chimera.refinement.jobs;
