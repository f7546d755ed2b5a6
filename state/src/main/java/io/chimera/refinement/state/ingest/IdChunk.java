package io.chimera.refinement.state.ingest;

import io.chimera.refinement.state.wire.Codec;
import io.chimera.refinement.state.wire.Wire;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;

/**
 * Remembered ids of one slot of event time, as they lie in a snapshot.
 *
 * @param slotStartMillis start of the slot, epoch milliseconds
 * @param ids fingerprints of the ids
 * @param bodies fingerprints of the bodies, as long as {@code ids}
 */
public record IdChunk(long slotStartMillis, long[] ids, int[] bodies) {
  public static final Codec<IdChunk> CODEC = new IdChunkCodec();

  /** Collects what is to be remembered until the next snapshot. */
  public static final class Builder {
    private final long slotStartMillis;
    private long[] ids = new long[16];
    private int[] bodies = new int[16];
    private int size;

    public Builder(long slotStartMillis) {
      this.slotStartMillis = slotStartMillis;
    }

    public void add(long idHash, int bodyHash) {
      if (size == ids.length) {
        ids = Arrays.copyOf(ids, size * 2);
        bodies = Arrays.copyOf(bodies, size * 2);
      }
      ids[size] = idHash;
      bodies[size] = bodyHash;
      size++;
    }

    public int size() {
      return size;
    }

    /** A chunk of what was added so far; later additions do not change it. */
    public IdChunk build() {
      return new IdChunk(slotStartMillis, Arrays.copyOf(ids, size), Arrays.copyOf(bodies, size));
    }

    public void clear() {
      size = 0;
    }
  }

  /** Fingerprints are random bits: they are written as they are, 12 bytes per id. */
  private static final class IdChunkCodec implements Codec<IdChunk> {
    private static final long serialVersionUID = 1;

    @Override
    public String name() {
      return "id-chunk";
    }

    @Override
    public int version() {
      return 1;
    }

    @Override
    public boolean immutable() {
      return true;
    }

    @Override
    public void write(IdChunk chunk, DataOutput out) throws IOException {
      out.writeLong(chunk.slotStartMillis);
      Wire.writeVarInt(out, chunk.ids.length);
      for (int i = 0; i < chunk.ids.length; i++) {
        out.writeLong(chunk.ids[i]);
        out.writeInt(chunk.bodies[i]);
      }
    }

    @Override
    public IdChunk read(DataInput in, int version) throws IOException {
      long slotStartMillis = in.readLong();
      int size = Wire.readVarInt(in);
      long[] ids = new long[size];
      int[] bodies = new int[size];
      for (int i = 0; i < size; i++) {
        ids[i] = in.readLong();
        bodies[i] = in.readInt();
      }
      return new IdChunk(slotStartMillis, ids, bodies);
    }
  }
}
