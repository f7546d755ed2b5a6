/** From events to points, and what the job measures of itself. */
package io.chimera.refinement.operators.publish;
