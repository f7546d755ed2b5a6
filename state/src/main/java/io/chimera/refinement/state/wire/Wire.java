package io.chimera.refinement.state.wire;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** The primitives that {@link Codec}s share: variable-length numbers, strings, arrays. */
public final class Wire {
  private static final byte[] NO_BYTES = {};
  private static final VarHandle INTS =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);

  /** Numbers from which on it pays to collect their bytes; sums of a window are a few. */
  private static final int MANY = 32;

  private Wire() {}

  /** Writes an unsigned LEB128 number; small numbers take one byte. */
  public static void writeVarLong(DataOutput out, long value) throws IOException {
    long rest = value;
    while ((rest & ~0x7FL) != 0) {
      out.writeByte((int) ((rest & 0x7F) | 0x80));
      rest >>>= 7;
    }
    out.writeByte((int) rest);
  }

  public static long readVarLong(DataInput in) throws IOException {
    long value = 0;
    for (int shift = 0; shift < 64; shift += 7) {
      byte next = in.readByte();
      value |= (long) (next & 0x7F) << shift;
      if (next >= 0) {
        return value;
      }
    }
    throw new IOException(
        "Cannot read a variable-length number: it is longer than 10 bytes; the data is corrupt");
  }

  public static void writeVarInt(DataOutput out, int value) throws IOException {
    writeVarLong(out, value & 0xFFFFFFFFL);
  }

  public static int readVarInt(DataInput in) throws IOException {
    return (int) readVarLong(in);
  }

  /**
   * Writes a string as its UTF-8 length and bytes; null and the empty string stay apart.
   *
   * <p>Never through {@code DataOutput.writeBytes(String)}: Flink's implementation of it moves on
   * by twice the length.
   */
  public static void writeString(DataOutput out, String value) throws IOException {
    if (value == null) {
      out.writeByte(0);
      return;
    }
    byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
    writeVarInt(out, bytes.length + 1);
    out.write(bytes);
  }

  public static String readString(DataInput in) throws IOException {
    int marker = readVarInt(in);
    if (marker == 0) {
      return null;
    }
    if (marker == 1) {
      return "";
    }
    return readString(in, marker - 1);
  }

  static String readString(DataInput in, int length) throws IOException {
    byte[] bytes = new byte[length];
    in.readFully(bytes);
    return new String(bytes, StandardCharsets.UTF_8);
  }

  public static void writeBytes(DataOutput out, byte[] value) throws IOException {
    writeVarInt(out, value.length);
    out.write(value);
  }

  public static byte[] readBytes(DataInput in) throws IOException {
    int length = readVarInt(in);
    if (length == 0) {
      return NO_BYTES;
    }
    byte[] bytes = new byte[length];
    in.readFully(bytes);
    return bytes;
  }

  public static void writeDoubles(DataOutput out, double[] values, int length) throws IOException {
    writeVarInt(out, length);
    if (length < MANY) {
      for (int i = 0; i < length; i++) {
        out.writeDouble(values[i]);
      }
      return;
    }
    DoubleWriter doubles = new DoubleWriter(out, length);
    for (int i = 0; i < length; i++) {
      doubles.put(values[i]);
    }
    doubles.flush();
  }

  public static double[] readDoubles(DataInput in) throws IOException {
    double[] values = new double[readVarInt(in)];
    if (values.length < MANY) {
      for (int i = 0; i < values.length; i++) {
        values[i] = in.readDouble();
      }
      return values;
    }
    DoubleReader doubles = new DoubleReader(in, values.length);
    for (int i = 0; i < values.length; i++) {
      values[i] = doubles.next();
    }
    return values;
  }

  /** The bytes of so many calls of {@link DataOutput#writeFloat}; without their count. */
  public static void writeFloats(DataOutput out, float[] values) throws IOException {
    byte[] bytes = new byte[values.length * Float.BYTES];
    for (int i = 0; i < values.length; i++) {
      INTS.set(bytes, i * Float.BYTES, Float.floatToIntBits(values[i]));
    }
    out.write(bytes);
  }

  /** Fills {@code values} with what {@link #writeFloats} wrote. */
  public static void readFloats(DataInput in, float[] values) throws IOException {
    byte[] bytes = new byte[values.length * Float.BYTES];
    in.readFully(bytes);
    for (int i = 0; i < values.length; i++) {
      values[i] = Float.intBitsToFloat((int) INTS.get(bytes, i * Float.BYTES));
    }
  }

  public static void writeLongs(DataOutput out, long[] values) throws IOException {
    writeVarInt(out, values.length);
    for (long value : values) {
      writeVarLong(out, value);
    }
  }

  public static long[] readLongs(DataInput in) throws IOException {
    long[] values = new long[readVarInt(in)];
    for (int i = 0; i < values.length; i++) {
      values[i] = readVarLong(in);
    }
    return values;
  }
}
