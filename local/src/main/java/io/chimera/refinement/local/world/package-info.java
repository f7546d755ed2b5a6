/**
 * The three real parts that a run starts in this JVM: a Kafka broker, a time-series database and
 * Flink. Each starts on loopback, reports its address and leaves nothing behind when it is closed.
 * No knowledge of reports or findings belongs here.
 */
package io.chimera.refinement.local.world;
