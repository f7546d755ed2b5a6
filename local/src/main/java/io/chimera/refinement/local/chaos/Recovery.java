package io.chimera.refinement.local.chaos;

/**
 * How the output behaved around the fault.
 *
 * @param seconds from the end of the fault until the output kept up with the input again
 * @param gapSeconds longest time without any output from the fault on
 * @param restarts restarts of the job
 */
record Recovery(double seconds, double gapSeconds, long restarts) {}
