package io.chimera.refinement.state.event;

/**
 * A share of the counts of one offset range, from one operator instance; the ledger adds the shares
 * up.
 *
 * @param topic Kafka topic
 * @param partition Kafka partition
 * @param fromOffset first offset of the range; ranges are aligned and do not overlap
 * @param nextOffset one past the highest offset read, when the source speaks; 0 otherwise
 * @param records Kafka records read
 * @param reports elements found in them
 * @param verdicts how many reports got which verdict, indexed by {@link Verdict#ordinal()}
 */
public record LedgerEntry(
    String topic,
    int partition,
    long fromOffset,
    long nextOffset,
    long records,
    long reports,
    long[] verdicts) {

  /** {@code topic-partition}, the key of the ledger. */
  public String topicPartition() {
    return topic + '-' + partition;
  }
}
