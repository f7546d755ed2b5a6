package io.chimera.refinement.local.observe;

/**
 * What became of every report.
 *
 * @param read reports read; the others say which verdict they got
 */
public record Ledger(
    long read,
    long accepted,
    long duplicate,
    long late,
    long future,
    long rejected,
    long quarantined) {

  /** Whether every report has exactly one verdict. */
  public boolean balanced() {
    return read == accepted + duplicate + late + future + rejected + quarantined;
  }
}
