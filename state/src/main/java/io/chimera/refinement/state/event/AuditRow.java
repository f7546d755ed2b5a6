package io.chimera.refinement.state.event;

/**
 * One row of the conservation ledger: what became of every report in a range of offsets.
 *
 * <p>Rows of one (topic, partition, fromOffset) are cumulative: the last one counts.
 *
 * @param fromOffset first offset, inclusive
 * @param toOffset last offset, exclusive
 * @param complete whether the range is closed and every report in it has its verdict
 */
public record AuditRow(
    String topic,
    int partition,
    long fromOffset,
    long toOffset,
    boolean complete,
    long records,
    long reports,
    long accepted,
    long duplicate,
    long late,
    long future,
    long rejected,
    long quarantined) {

  /** Whether every report has exactly one verdict. */
  public boolean balanced() {
    return reports == accepted + duplicate + late + future + rejected + quarantined;
  }
}
