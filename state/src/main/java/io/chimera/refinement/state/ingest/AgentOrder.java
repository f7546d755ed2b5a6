package io.chimera.refinement.state.ingest;

import io.chimera.refinement.state.wire.Codec;
import io.chimera.refinement.state.wire.Wire;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * One agent's running numbers, put back into order and followed (REF-L4-07): a {@link
 * ReorderBuffer} in front of a {@link SequenceTrack}. Mutable.
 */
public final class AgentOrder {
  public static final Codec<AgentOrder> CODEC = new AgentOrderCodec();

  /** One agent cannot make the buffer grow without bound, whatever it sends. */
  private static final int LIMIT = 1_000;

  private final long spanMillis;
  private final ReorderBuffer<Long> buffer;
  private SequenceTrack track = SequenceTrack.EMPTY;
  private long received;
  private long newestMillis = Long.MIN_VALUE;

  /**
   * An agent that was not seen yet.
   *
   * @param spanMillis disorder that is repaired, event time
   */
  public AgentOrder(long spanMillis) {
    this.spanMillis = spanMillis;
    this.buffer = new ReorderBuffer<>(spanMillis, LIMIT);
  }

  public void add(long timestampMillis, long sequence) {
    received++;
    newestMillis = Math.max(newestMillis, timestampMillis);
    buffer.add(timestampMillis, sequence, sequence, this::follow);
  }

  /** Releases what event time has reached. */
  public void advance(long watermarkMillis) {
    buffer.advance(watermarkMillis, this::follow);
  }

  private void follow(long sequence) {
    track = track.next(sequence);
  }

  public SequenceTrack track() {
    return track;
  }

  /** Reports taken in. */
  public long received() {
    return received;
  }

  /** Event time of the newest report. */
  public long newestMillis() {
    return newestMillis;
  }

  private static final class AgentOrderCodec implements Codec<AgentOrder> {
    private static final long serialVersionUID = 1;

    @Override
    public String name() {
      return "agent-order";
    }

    @Override
    public int version() {
      return 1;
    }

    @Override
    public boolean immutable() {
      return false;
    }

    @Override
    public void write(AgentOrder order, DataOutput out) throws IOException {
      Wire.writeVarLong(out, order.spanMillis);
      out.writeLong(order.track.lastSequence());
      Wire.writeVarLong(out, order.track.gaps());
      Wire.writeVarLong(out, order.track.repeats());
      Wire.writeVarLong(out, order.track.restarts());
      Wire.writeVarLong(out, order.received);
      out.writeLong(order.newestMillis);
      int size = order.buffer.size();
      long[] timestamps = new long[size];
      long[] sequences = new long[size];
      int[] next = {0};
      order.buffer.forEach(
          (timestamp, sequence, item) -> {
            timestamps[next[0]] = timestamp;
            sequences[next[0]++] = sequence;
          });
      Wire.writeVarInt(out, size);
      for (int i = 0; i < size; i++) {
        out.writeLong(timestamps[i]);
        out.writeLong(sequences[i]);
      }
    }

    @Override
    public AgentOrder read(DataInput in, int version) throws IOException {
      AgentOrder order = new AgentOrder(Wire.readVarLong(in));
      order.track =
          new SequenceTrack(
              in.readLong(), Wire.readVarLong(in), Wire.readVarLong(in), Wire.readVarLong(in));
      long received = Wire.readVarLong(in);
      long newestMillis = in.readLong();
      int size = Wire.readVarInt(in);
      for (int i = 0; i < size; i++) {
        order.add(in.readLong(), in.readLong());
      }
      order.received = received;
      order.newestMillis = newestMillis;
      return order;
    }
  }
}
