package io.chimera.refinement.connectors.influx;

import java.io.Serializable;

/**
 * Where a line came from.
 *
 * @param partition Kafka partition of its topic, -1 when not known
 * @param offset offset of the record
 * @param index position of the line within the record, from 0; blank lines do not count
 * @param appendMillis timestamp of the record, epoch milliseconds; 0 when not known
 */
public record Place(int partition, long offset, int index, long appendMillis)
    implements Serializable {
  private static final long serialVersionUID = 1;

  public static final Place UNKNOWN = new Place(-1, -1, 0, 0);

  /** The place of a line further down in the same record. */
  Place plus(int lines) {
    return lines == 0 ? this : new Place(partition, offset, index + lines, appendMillis);
  }
}
