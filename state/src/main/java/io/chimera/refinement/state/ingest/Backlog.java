package io.chimera.refinement.state.ingest;

import java.io.Serializable;
import java.util.function.IntPredicate;

/**
 * What is known of records that lie in a topic and have not been read yet. A partition that is
 * silent because nothing is in it differs from one that is silent because nobody got round to
 * reading it.
 */
@FunctionalInterface
public interface Backlog extends Serializable {
  /** Where nobody can tell. */
  Backlog UNTOLD = (subtask, partitions) -> Reading.UNKNOWN;

  /** How far reading has got. */
  enum Reading {
    /** Nobody can tell. */
    UNKNOWN,
    /** There are records to be read, or it was not even possible to ask for them yet. */
    BEHIND,
    /** Everything there is was read. */
    CAUGHT_UP
  }

  /**
   * How far some partitions of the topic are read.
   *
   * @param subtask index of the instance that reads them, from 0
   * @param partitions which of those that the instance reads
   */
  Reading of(int subtask, IntPredicate partitions);
}
