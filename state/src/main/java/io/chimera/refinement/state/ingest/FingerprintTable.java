package io.chimera.refinement.state.ingest;

import io.chimera.refinement.state.event.Digests;

/**
 * An open-addressing table of (id, body, slot) in primitive arrays: 16 bytes per place, 20 to 32
 * per entry once the table has outgrown its first size.
 *
 * <p>Linear probing; places are filled to at most {@value #FULLEST}, grown by half, and given back
 * when more than half are free. Removal moves later entries back, so that no tombstones pile up. A
 * slot number is kept by its low 32 bits: slots in one table lie less than 2^31 apart. At most a
 * billion entries. Source: Knuth, "The Art of Computer Programming", volume 3, section 6.4,
 * algorithm R.
 */
final class FingerprintTable {
  /** The largest number of entries for which the places still count in an int. */
  static final long MOST_ENTRIES = 1_000_000_000;

  static final int FIRST_CAPACITY = 64;

  private static final double FULLEST = 0.8;
  private static final double EMPTIEST = 0.5;
  private static final double AFTER_SHRINKING = 0.65;

  /** An id of 0 marks a free place; a real fingerprint of 0 is kept as this. */
  private static final long ZERO = 0x9E3779B97F4A7C15L;

  private long[] ids = new long[FIRST_CAPACITY];
  private int[] bodies = new int[FIRST_CAPACITY];
  private int[] slots = new int[FIRST_CAPACITY];
  private int size;

  int size() {
    return size;
  }

  long bytes() {
    return 80L + 16L * ids.length;
  }

  /**
   * What is known of {@code id} in slots from {@code firstSlot} on; the same body anywhere
   * outweighs another one.
   */
  RecentIds.Answer find(long id, int body, long firstSlot) {
    long key = key(id);
    RecentIds.Answer answer = RecentIds.Answer.NEW;
    int at = home(key);
    while (ids[at] != 0) {
      if (ids[at] == key && slots[at] - (int) firstSlot >= 0) {
        if (bodies[at] == body) {
          return RecentIds.Answer.SAME;
        }
        answer = RecentIds.Answer.CONFLICT;
      }
      at = next(at);
    }
    return answer;
  }

  /** Adds an entry, unless the very same one is there. Returns whether it was added. */
  boolean add(long id, int body, long slot) {
    if (size + 1 > ids.length * FULLEST) {
      resize(ids.length + ids.length / 2);
    }
    long key = key(id);
    int at = home(key);
    while (ids[at] != 0) {
      if (ids[at] == key && bodies[at] == body && slots[at] == (int) slot) {
        return false;
      }
      at = next(at);
    }
    put(at, key, body, (int) slot);
    size++;
    return true;
  }

  /** Removes the entries in slots before {@code firstSlot}. Cost: one pass over the table. */
  void dropBefore(long firstSlot) {
    int at = 0;
    while (at < ids.length) {
      if (ids[at] != 0 && slots[at] - (int) firstSlot < 0) {
        remove(at); // may move a later entry here: look again
        size--;
      } else {
        at++;
      }
    }
    if (size < ids.length * EMPTIEST && ids.length > FIRST_CAPACITY) {
      resize(Math.max(FIRST_CAPACITY, (int) (size / AFTER_SHRINKING) + 1));
    }
  }

  void clear() {
    ids = new long[FIRST_CAPACITY];
    bodies = new int[FIRST_CAPACITY];
    slots = new int[FIRST_CAPACITY];
    size = 0;
  }

  private void remove(int place) {
    int hole = place;
    int at = next(hole);
    while (ids[at] != 0) {
      int home = home(ids[at]);
      // An entry may move back to the hole unless its home lies, cyclically, in (hole, at].
      boolean stays = hole < at ? hole < home && home <= at : hole < home || home <= at;
      if (!stays) {
        put(hole, ids[at], bodies[at], slots[at]);
        hole = at;
      }
      at = next(at);
    }
    ids[hole] = 0;
  }

  private void resize(int capacity) {
    long[] oldIds = ids;
    int[] oldBodies = bodies;
    int[] oldSlots = slots;
    ids = new long[capacity];
    bodies = new int[capacity];
    slots = new int[capacity];
    for (int i = 0; i < oldIds.length; i++) {
      if (oldIds[i] != 0) {
        int at = home(oldIds[i]);
        while (ids[at] != 0) {
          at = next(at);
        }
        put(at, oldIds[i], oldBodies[i], oldSlots[i]);
      }
    }
  }

  private void put(int at, long key, int body, int slot) {
    ids[at] = key;
    bodies[at] = body;
    slots[at] = slot;
  }

  /** Mixed once more: the ids of one table may share the bits by which they were partitioned. */
  private int home(long key) {
    return (int) (((Digests.mix(key) >>> 32) * ids.length) >>> 32);
  }

  private int next(int at) {
    return at + 1 == ids.length ? 0 : at + 1;
  }

  private static long key(long id) {
    return id == 0 ? ZERO : id;
  }
}
