/**
 * What can be learned about a running system from its topics alone: counts, latencies, the ledger,
 * the newest events. Shared by the live line, the console and the final summary, so that all three
 * agree.
 */
package io.chimera.refinement.local.observe;
