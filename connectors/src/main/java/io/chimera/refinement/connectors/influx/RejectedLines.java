package io.chimera.refinement.connectors.influx;

import java.io.Serializable;

/**
 * What happens to a line that the database refuses for good. Called on the task's thread, once per
 * line; it must not block.
 */
@FunctionalInterface
public interface RejectedLines extends Serializable {
  /** They are counted and logged, no more. */
  RejectedLines COUNTED_ONLY = (line, reason) -> {};

  /**
   * A line was refused.
   *
   * @param line UTF-8, without line feed
   * @param reason what the database said
   */
  void rejected(byte[] line, String reason);
}
