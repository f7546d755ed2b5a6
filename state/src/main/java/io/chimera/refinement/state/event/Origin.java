package io.chimera.refinement.state.event;

/**
 * Where an element came from.
 *
 * @param topic Kafka topic
 * @param partition Kafka partition
 * @param offset Kafka offset of the record
 * @param index position of the element within its record, from 0
 * @param appendMillis timestamp of the Kafka record, epoch milliseconds
 */
public record Origin(String topic, int partition, long offset, int index, long appendMillis) {

  /** {@code topic-partition}, the key of dead letters and ledger rows. */
  public String topicPartition() {
    return topic + '-' + partition;
  }
}
