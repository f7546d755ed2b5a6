package io.chimera.refinement.state.wire;

import java.io.DataInput;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Reads strings that come again and again - names of systems, agents, metrics - without making each
 * of them anew.
 *
 * <p>A table of fixed size in which a newcomer takes the place of what was there: bounded, whatever
 * is read. For one thread. Cost: one hash over the bytes and one comparison.
 */
final class StringCache {
  private static final int SLOTS = 16_384;
  private static final int LONGEST = 96;

  private final byte[] scratch = new byte[LONGEST];
  private final byte[][] bytes = new byte[SLOTS][];
  private final String[] strings = new String[SLOTS];

  /** Reads what {@link Wire#writeString} wrote. */
  String read(DataInput in) throws IOException {
    int marker = Wire.readVarInt(in);
    if (marker == 0) {
      return null;
    }
    if (marker == 1) {
      return "";
    }
    int length = marker - 1;
    if (length > LONGEST) {
      return Wire.readString(in, length);
    }
    in.readFully(scratch, 0, length);
    int slot = slot(length);
    byte[] known = bytes[slot];
    if (known != null && Arrays.equals(known, 0, known.length, scratch, 0, length)) {
      return strings[slot];
    }
    String read = new String(scratch, 0, length, StandardCharsets.UTF_8);
    bytes[slot] = Arrays.copyOf(scratch, length);
    strings[slot] = read;
    return read;
  }

  private int slot(int length) {
    int hash = length;
    for (int i = 0; i < length; i++) {
      hash = hash * 31 + scratch[i];
    }
    hash *= 0x9E3779B9;
    return (hash ^ (hash >>> 15)) & (SLOTS - 1);
  }
}
