package io.chimera.refinement.state.ingest;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongPredicate;

/**
 * The slots that one bucket of ids has in its snapshot, and what came to each of them since the
 * last one. Mutable. Nearly every id falls into the slot of the one before: that one is at hand.
 */
public final class NewIds {
  private final TreeMap<Long, IdChunk.Builder> slots = new TreeMap<>();
  private long lastStartMillis;
  private IdChunk.Builder last;

  /** The slot that starts at {@code slotStartMillis}; from now on it counts as one in use. */
  public IdChunk.Builder slot(long slotStartMillis) {
    if (last == null || lastStartMillis != slotStartMillis) {
      last = slots.computeIfAbsent(slotStartMillis, IdChunk.Builder::new);
      lastStartMillis = slotStartMillis;
    }
    return last;
  }

  /** What came since the last call, one chunk per slot that got something. */
  public List<IdChunk> take() {
    List<IdChunk> chunks = new ArrayList<>();
    for (IdChunk.Builder slot : slots.values()) {
      if (slot.size() > 0) {
        chunks.add(slot.build());
        slot.clear();
      }
    }
    return chunks;
  }

  /** Drops the slots that are not {@code held} any more, and names their starts. */
  public List<Long> dropUnless(LongPredicate held) {
    List<Long> dropped = new ArrayList<>();
    Iterator<Map.Entry<Long, IdChunk.Builder>> entries = slots.entrySet().iterator();
    while (entries.hasNext()) {
      long start = entries.next().getKey();
      if (!held.test(start)) {
        entries.remove();
        dropped.add(start);
      }
    }
    last = null;
    return dropped;
  }
}
