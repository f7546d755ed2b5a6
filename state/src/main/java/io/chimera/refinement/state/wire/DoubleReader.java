package io.chimera.refinement.state.wire;

import java.io.DataInput;
import java.io.EOFException;
import java.io.IOException;

/** Reads a known count of numbers that {@link DataInput#readDouble} would read, many at a time. */
public final class DoubleReader {
  private final DataInput in;
  private final byte[] buffer;
  private long left;
  private int position;
  private int filled;

  /**
   * @param count numbers to read; no byte beyond them is taken from {@code in}
   */
  public DoubleReader(DataInput in, int count) {
    this.in = in;
    left = (long) count * Double.BYTES;
    buffer = new byte[(int) Math.min(DoubleWriter.CHUNK, left)];
  }

  /**
   * @throws EOFException if as many as there should be have been read
   */
  public double next() throws IOException {
    if (position == filled) {
      fill();
    }
    double value = Double.longBitsToDouble((long) DoubleWriter.LONGS.get(buffer, position));
    position += Double.BYTES;
    return value;
  }

  private void fill() throws IOException {
    if (left == 0) {
      throw new EOFException("all numbers have been read");
    }
    filled = (int) Math.min(buffer.length, left);
    in.readFully(buffer, 0, filled);
    left -= filled;
    position = 0;
  }
}
