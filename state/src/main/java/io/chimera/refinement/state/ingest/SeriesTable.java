package io.chimera.refinement.state.ingest;

/**
 * Fingerprints with the minute in which each was last seen, in an open-addressing table with linear
 * probing: 12 bytes per place, at most two thirds of the places taken. Source: Knuth, "The Art of
 * Computer Programming", volume 3, section 6.4, algorithm L.
 */
final class SeriesTable {
  private static final int FIRST_CAPACITY = 1_024;

  /** Marks a free place; a real fingerprint of 0 is kept as this. */
  private static final long ZERO = 0x9E3779B97F4A7C15L;

  private long[] keys = new long[FIRST_CAPACITY];
  private int[] minutes = new int[FIRST_CAPACITY];
  private int size;

  int size() {
    return size;
  }

  /** Notes that the series was seen, never turning time back; false when it is not known. */
  boolean touch(long series, int minute) {
    int at = find(series == 0 ? ZERO : series);
    if (keys[at] == 0) {
      return false;
    }
    minutes[at] = Math.max(minutes[at], minute);
    return true;
  }

  /** Adds the series unless it is known. */
  void put(long series, int minute) {
    long key = series == 0 ? ZERO : series;
    int at = find(key);
    if (keys[at] == 0) {
      keys[at] = key;
      minutes[at] = minute;
      size++;
      if (3L * size > 2L * keys.length) {
        rebuild(2 * keys.length, Integer.MIN_VALUE);
      }
    } else {
      minutes[at] = Math.max(minutes[at], minute);
    }
  }

  /** Removes what was last seen before the minute. */
  void forgetBefore(int minute) {
    rebuild(keys.length, minute);
  }

  /** Key and minute of each entry, in turn. */
  long[] entries() {
    long[] entries = new long[2 * size];
    int next = 0;
    for (int i = 0; i < keys.length; i++) {
      if (keys[i] != 0) {
        entries[next++] = keys[i];
        entries[next++] = minutes[i];
      }
    }
    return entries;
  }

  private void rebuild(int capacity, int firstMinute) {
    long[] oldKeys = keys;
    int[] oldMinutes = minutes;
    keys = new long[capacity];
    minutes = new int[capacity];
    size = 0;
    for (int i = 0; i < oldKeys.length; i++) {
      if (oldKeys[i] != 0 && oldMinutes[i] >= firstMinute) {
        int at = find(oldKeys[i]);
        keys[at] = oldKeys[i];
        minutes[at] = oldMinutes[i];
        size++;
      }
    }
  }

  /** The place of the key, or the free one where it would stand; capacities are powers of two. */
  private int find(long key) {
    int at = (int) key & (keys.length - 1);
    while (keys[at] != 0 && keys[at] != key) {
      at = (at + 1) & (keys.length - 1);
    }
    return at;
  }
}
