/** This machine as one more monitored system, {@code host}: real data from the first second. */
package io.chimera.refinement.local.host;
