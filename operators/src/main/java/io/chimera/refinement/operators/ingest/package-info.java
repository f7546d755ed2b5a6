/** Verdicts on reports, and the ledger that proves that none was lost. */
package io.chimera.refinement.operators.ingest;
