package io.chimera.refinement.state.ingest;

import java.util.Arrays;

/**
 * The slots of event time that hold ids, ascending. A few dozen at most: a plain array, searched
 * from the newest.
 */
final class SlotSet {
  private long[] slots = new long[16];
  private int size;

  void add(long slot) {
    int at = size;
    while (at > 0 && slots[at - 1] > slot) {
      at--;
    }
    if (at > 0 && slots[at - 1] == slot) {
      return;
    }
    if (size == slots.length) {
      slots = Arrays.copyOf(slots, size * 2);
    }
    System.arraycopy(slots, at, slots, at + 1, size - at);
    slots[at] = slot;
    size++;
  }

  /** Removes the slots before {@code slot} and returns how many they were. */
  int dropBefore(long slot) {
    int dropped = 0;
    while (dropped < size && slots[dropped] < slot) {
      dropped++;
    }
    System.arraycopy(slots, dropped, slots, 0, size - dropped);
    size -= dropped;
    return dropped;
  }

  boolean isEmpty() {
    return size == 0;
  }

  long oldest() {
    return slots[0];
  }

  long newest() {
    return slots[size - 1];
  }

  long bytes() {
    return 40L + 8L * slots.length;
  }
}
