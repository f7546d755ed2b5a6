package io.chimera.refinement.state.wire;

import java.io.DataOutput;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Writes many numbers with the bytes of {@link DataOutput#writeDouble}, some hundred at a time:
 * several times as fast. What was put is written by {@link #flush} at the latest.
 */
public final class DoubleWriter {
  static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  /** Bytes at a time. */
  static final int CHUNK = 1 << 10;

  private final DataOutput out;
  private final byte[] buffer;
  private int filled;

  /**
   * @param most numbers that will be put at most; what is beyond costs a write more, nothing else
   */
  public DoubleWriter(DataOutput out, int most) {
    this.out = out;
    buffer = new byte[(int) Math.min(CHUNK, Math.max(1L, most) * Double.BYTES)];
  }

  public void put(double value) throws IOException {
    if (filled == buffer.length) {
      flush();
    }
    LONGS.set(buffer, filled, Double.doubleToLongBits(value));
    filled += Double.BYTES;
  }

  public void flush() throws IOException {
    out.write(buffer, 0, filled);
    filled = 0;
  }
}
