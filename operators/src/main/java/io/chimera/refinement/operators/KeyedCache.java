package io.chimera.refinement.operators;

import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.runtime.state.KeyedStateBackend;
import org.apache.flink.runtime.state.heap.HeapKeyedStateBackend;

/**
 * The values of a keyed state that are in use, at hand: read once, changed in place, and written
 * back by {@link #flush} in front of each snapshot instead of after each change.
 *
 * <p>Holds at most {@code capacity} values; the keys beyond read and write their state each time.
 * What was not asked for between two flushes makes room when there is none left. A backend that
 * keeps objects on the heap copies a value only when it is read, so nothing stays here over its
 * snapshots. For one operator instance; not thread-safe.
 */
public final class KeyedCache<V> {
  /** Values that one operator instance holds: of some kilobytes each, tens of megabytes. */
  public static final int CAPACITY = 10_000;

  private final ValueState<V> state;
  private final Consumer<Object> currentKey;
  private final boolean outlivesFlush;
  private final int capacity;
  private final Map<String, Held<V>> held = new HashMap<>();

  /**
   * @param state the state behind it
   * @param backend the backend that keeps the state
   * @param currentKey sets the key that the state is asked for
   * @param capacity values held at most
   */
  public KeyedCache(
      ValueState<V> state,
      KeyedStateBackend<?> backend,
      Consumer<Object> currentKey,
      int capacity) {
    this.state = state;
    this.currentKey = currentKey;
    this.outlivesFlush = !(backend instanceof HeapKeyedStateBackend);
    this.capacity = capacity;
  }

  /** The value of {@code key}, which is the current key; null when there is none. */
  public V get(String key) throws Exception {
    Held<V> known = held.get(key);
    if (known == null) {
      return state.value();
    }
    known.used = true;
    return known.value;
  }

  /** Sets the value of {@code key}, which is the current key. */
  public void put(String key, V value) throws Exception {
    Held<V> known = held.get(key);
    if (known == null) {
      if (held.size() >= capacity) {
        state.update(value);
        return;
      }
      known = new Held<>();
      held.put(key, known);
    }
    known.value = value;
    known.used = true;
    known.changed = true;
  }

  /** Forgets the value of {@code key}, which is the current key. */
  public void remove(String key) {
    held.remove(key);
    state.clear();
  }

  /** Writes back what has changed. The current key is another one afterwards. */
  public void flush() throws Exception {
    boolean full = held.size() >= capacity;
    for (Iterator<Map.Entry<String, Held<V>>> all = held.entrySet().iterator(); all.hasNext(); ) {
      Map.Entry<String, Held<V>> next = all.next();
      Held<V> value = next.getValue();
      if (value.changed) {
        currentKey.accept(next.getKey());
        state.update(value.value);
        value.changed = false;
      }
      if (!outlivesFlush || (full && !value.used)) {
        all.remove();
      }
      value.used = false;
    }
  }

  private static final class Held<V> {
    V value;
    boolean used;
    boolean changed;
  }
}
