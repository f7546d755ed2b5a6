/** What ingestion remembers: ids, order, the ledger of verdicts. */
package io.chimera.refinement.state.ingest;
