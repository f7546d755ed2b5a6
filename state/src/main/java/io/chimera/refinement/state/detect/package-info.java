/** Detectors: each scores a value against what it knows, then learns. */
package io.chimera.refinement.state.detect;
