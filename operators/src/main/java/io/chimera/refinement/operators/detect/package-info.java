/** Windows in, findings out. */
package io.chimera.refinement.operators.detect;
