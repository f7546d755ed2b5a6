package io.chimera.refinement.operators.ingest;

import io.chimera.refinement.state.ingest.Backlog;
import java.util.BitSet;

/**
 * How far the partitions of one subtask are read. Flink does not say which partition a watermark
 * generator is for, so a partition is known from its first record on; before that it is one of
 * those of which there was none. Mutable; one per subtask, on the task's thread.
 */
final class Unread {
  /** The partition of a generator that has seen no record yet. */
  static final int NEVER_HEARD = -1;

  private final Backlog backlog;
  private final int subtask;
  private final BitSet heard = new BitSet();

  Unread(Backlog backlog, int subtask) {
    this.backlog = backlog;
    this.subtask = subtask;
  }

  /** A first record of a partition has come. */
  void heard(int partition) {
    heard.set(partition);
  }

  /** How far a partition is read, or all that were never heard of. */
  Backlog.Reading of(int partition) {
    return partition == NEVER_HEARD
        ? backlog.of(subtask, each -> !heard.get(each))
        : backlog.of(subtask, each -> each == partition);
  }
}
