package io.chimera.refinement.connectors.influx;

import java.io.Serializable;

/**
 * Where a line stands in the topic of points, so that a refused one can be found again.
 *
 * @param partition Kafka partition; -1 when it is not known
 * @param offset Kafka offset of the record
 * @param index position among the lines of the record that are not blank, from 0
 */
public record LineOrigin(int partition, long offset, int index) implements Serializable {
  private static final long serialVersionUID = 1;

  static final LineOrigin UNKNOWN = new LineOrigin(-1, -1, 0);

  /** The place so many lines further on. */
  LineOrigin plus(int lines) {
    return new LineOrigin(partition, offset, index + lines);
  }
}
