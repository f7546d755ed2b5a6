/**
 * Runs the retraining job in this process and tells how far it is. No learning: that is state's.
 */
package io.chimera.refinement.local.retrain;
