package io.chimera.refinement.state.ingest;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Puts the items of one agent back into event-time order, for as long as disorder stays within a
 * span.
 *
 * <p>An item is released when a newer one has come that is at least the span ahead, or when the
 * watermark has reached it; the order is (timestamp, sequence, arrival). What is older than the
 * released front passes at once: it is out of order for good. Bounded: beyond the limit the oldest
 * item goes early. Mutable. Cost: constant for items that arrive almost in order.
 */
public final class ReorderBuffer<T> {

  /** Receives what a buffer holds, in release order. */
  @FunctionalInterface
  public interface Visitor<T> {
    void visit(long timestampMillis, long sequence, T item);
  }

  private record Held<T>(long timestampMillis, long sequence, T item) {
    boolean comesAfter(long otherTimestampMillis, long otherSequence) {
      return timestampMillis > otherTimestampMillis
          || (timestampMillis == otherTimestampMillis && sequence > otherSequence);
    }
  }

  private final long spanMillis;
  private final int limit;

  /** In release order from {@link #head} on; what lies before has been released. */
  private final List<Held<T>> held = new ArrayList<>();

  private int head;

  /** Everything up to here has been released. */
  private long frontMillis = Long.MIN_VALUE;

  /**
   * An empty buffer.
   *
   * @param spanMillis disorder that is repaired, event time
   * @param limit the most items held at once
   */
  public ReorderBuffer(long spanMillis, int limit) {
    if (spanMillis < 0) {
      throw new IllegalArgumentException("spanMillis must not be negative, was " + spanMillis);
    }
    if (limit < 1) {
      throw new IllegalArgumentException("limit must be at least 1, was " + limit);
    }
    this.spanMillis = spanMillis;
    this.limit = limit;
  }

  /**
   * Takes an item in and releases everything that is at least the span older than the newest one.
   */
  public void add(long timestampMillis, long sequence, T item, Consumer<T> release) {
    if (timestampMillis <= frontMillis) {
      release.accept(item);
      return;
    }
    int at = held.size();
    while (at > head && held.get(at - 1).comesAfter(timestampMillis, sequence)) {
      at--;
    }
    held.add(at, new Held<>(timestampMillis, sequence, item));
    advance(held.get(held.size() - 1).timestampMillis() - spanMillis, release);
    if (size() > limit) {
      frontMillis = Math.max(frontMillis, held.get(head).timestampMillis() - 1);
      releaseOldest(release);
      compact();
    }
  }

  /** Releases everything up to the watermark. */
  public void advance(long watermarkMillis, Consumer<T> release) {
    frontMillis = Math.max(frontMillis, watermarkMillis);
    while (head < held.size() && held.get(head).timestampMillis() <= frontMillis) {
      releaseOldest(release);
    }
    compact();
  }

  private void releaseOldest(Consumer<T> release) {
    T item = held.get(head).item();
    held.set(head, null);
    head++;
    release.accept(item);
  }

  /** Gives the released places back once they are half of all. */
  private void compact() {
    if (head > 0 && head * 2 >= held.size()) {
      held.subList(0, head).clear();
      head = 0;
    }
  }

  /** Items held. */
  public int size() {
    return held.size() - head;
  }

  /** Shows what is held, in release order, so that it can be kept in a snapshot and added again. */
  public void forEach(Visitor<T> visitor) {
    for (int i = head; i < held.size(); i++) {
      Held<T> next = held.get(i);
      visitor.visit(next.timestampMillis(), next.sequence(), next.item());
    }
  }
}
