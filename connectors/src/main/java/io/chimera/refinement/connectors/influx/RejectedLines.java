package io.chimera.refinement.connectors.influx;

import java.io.Serializable;

/**
 * What happens to lines that the database refuses for good. Called on the task's thread; each
 * writer has a copy of its own.
 */
public interface RejectedLines extends Serializable, AutoCloseable {
  /** They are counted and logged, no more. */
  RejectedLines COUNTED_ONLY = line -> {};

  /** A line was refused; called once per line and attempt. */
  void rejected(RejectedLine line);

  /**
   * Makes sure that every line so far is where it belongs, or throws: called before a checkpoint,
   * after which the line will not be seen again.
   */
  default void flush() {}

  @Override
  default void close() {}
}
