/**
 * The world in a box: everything around the streaming jobs that one machine needs to run them
 * without Docker. Nothing here is needed by a job that runs on a real cluster.
 */
package io.chimera.refinement.local;
