/** Windows in, alerts out. */
package io.chimera.refinement.operators.slo;
