package io.chimera.refinement.connectors.influx;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.function.LongSupplier;
import org.apache.flink.connector.base.sink.writer.Batch;
import org.apache.flink.connector.base.sink.writer.BatchCreator;
import org.apache.flink.connector.base.sink.writer.RequestBuffer;
import org.apache.flink.connector.base.sink.writer.RequestEntryWrapper;
import org.apache.flink.connector.base.sink.writer.strategy.RequestInfo;

/**
 * The lines that wait, and the rule by which they become requests.
 *
 * <p>Flink's writer asks its buffer for a size and sends while that is a full batch; its own timer
 * empties the buffer in a loop that blocks the task, and with it every checkpoint, for as long as
 * the database is away. So this buffer shows it exactly what may be sent now: a full batch when
 * lines are due and the {@link DeliveryGate} is open, else nothing, and it always calls itself
 * empty. {@link InfluxWriter} sets the timer instead.
 *
 * <p>An entry weighs what it fills of a batch, in points: by its points or by its bytes, whichever
 * is more.
 */
final class Backlog implements RequestBuffer<LineEntry>, BatchCreator<LineEntry> {
  private final InfluxSettings.Batching batching;
  private final DeliveryGate gate;
  private final LongSupplier nowMillis;
  private final Deque<Held> held = new ArrayDeque<>();
  private long weight;
  private boolean hurried;

  private record Held(RequestEntryWrapper<LineEntry> wrapper, long weight, long dueMillis) {}

  Backlog(InfluxSettings.Batching batching, DeliveryGate gate, LongSupplier nowMillis) {
    this.batching = batching;
    this.gate = gate;
    this.nowMillis = nowMillis;
  }

  /**
   * Keeps the entry. At the head come lines that were sent before: they have waited long enough. An
   * entry without points is dropped.
   */
  @Override
  public void add(RequestEntryWrapper<LineEntry> wrapper, boolean atHead) {
    LineEntry entry = wrapper.getRequestEntry();
    if (entry.points() == 0) {
      return;
    }
    long weighs =
        Math.max(
            entry.points(), (long) entry.sizeBytes() * batching.points() / batching.bytes() + 1);
    long now = nowMillis.getAsLong();
    weight += weighs;
    if (atHead) {
      held.addFirst(new Held(wrapper, weighs, now));
    } else {
      held.addLast(new Held(wrapper, weighs, now + batching.flushMillis()));
    }
  }

  /**
   * The next request: entries of one bucket in order up to a full batch, at least one; an entry
   * under suspicion goes alone.
   */
  @Override
  public Batch<LineEntry> createNextBatch(RequestInfo ignored, RequestBuffer<LineEntry> self) {
    List<LineEntry> entries = new ArrayList<>();
    long bytes = 0;
    long filled = 0;
    while (!held.isEmpty()) {
      LineEntry next = held.peek().wrapper().getRequestEntry();
      boolean fits =
          filled + held.peek().weight() <= batching.points()
              && !next.alone()
              && (entries.isEmpty() || next.bucket().equals(entries.get(0).bucket()));
      if (!fits && !entries.isEmpty()) {
        break;
      }
      filled += held.peek().weight();
      bytes += next.sizeBytes();
      entries.add(poll().getRequestEntry());
      if (next.alone()) {
        break;
      }
    }
    return new Batch<>(entries, bytes);
  }

  /** A full batch if a request may start now, else 0. */
  @Override
  public int size() {
    return gate.isOpen() && dueMillis() <= nowMillis.getAsLong() ? batching.points() : 0;
  }

  @Override
  public RequestEntryWrapper<LineEntry> poll() {
    Held first = held.poll();
    if (first == null) {
      return null;
    }
    weight -= first.weight();
    return first.wrapper();
  }

  @Override
  public RequestEntryWrapper<LineEntry> peek() {
    return held.isEmpty() ? null : held.peek().wrapper();
  }

  /** Always true, see above. */
  @Override
  public boolean isEmpty() {
    return true;
  }

  @Override
  public Collection<RequestEntryWrapper<LineEntry>> getBufferedState() {
    return held.stream().map(Held::wrapper).toList();
  }

  /** Always 0: bytes are part of the weight. */
  @Override
  public long totalSizeInBytes() {
    return 0;
  }

  boolean holdsNothing() {
    return held.isEmpty();
  }

  boolean isFull() {
    return weight >= (long) batching.bufferedBatches() * batching.points();
  }

  /**
   * When the lines here want to be sent, epoch milliseconds, whatever the gate says; {@link
   * Long#MAX_VALUE} if there are none.
   */
  long dueMillis() {
    if (held.isEmpty()) {
      return Long.MAX_VALUE;
    }
    return hurried || weight >= batching.points() ? Long.MIN_VALUE : held.peek().dueMillis();
  }

  /** No more lines will come: what is here no longer waits for company. */
  void hurry() {
    hurried = true;
  }
}
