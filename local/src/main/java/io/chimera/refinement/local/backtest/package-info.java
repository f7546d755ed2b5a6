/**
 * The detectors of the job over files: what they would have said. Reading, writing, drawing; no
 * formula of detection belongs here.
 */
package io.chimera.refinement.local.backtest;
