/**
 * The world as real processes: JobManagers, TaskManagers, broker and database, each a JVM of its
 * own that can be killed, frozen and started again. What runs on them belongs elsewhere.
 */
package io.chimera.refinement.local.cluster;
