/** Objectives and alert rules: what is promised, and for how long a breach must last to count. */
package io.chimera.refinement.state.slo;
