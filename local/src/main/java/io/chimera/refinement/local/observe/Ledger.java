package io.chimera.refinement.local.observe;

/**
 * What became of every report.
 *
 * @param read reports read; the others say which verdict they got
 * @param closedBalance whether that holds for every range of offsets that is complete; verdicts of
 *     open ranges are still on their way
 */
public record Ledger(
    long read,
    long accepted,
    long duplicate,
    long late,
    long future,
    long rejected,
    long quarantined,
    boolean closedBalance) {

  /** Whether every report has exactly one verdict. */
  public boolean balanced() {
    return read == accepted + duplicate + late + future + rejected + quarantined;
  }
}
