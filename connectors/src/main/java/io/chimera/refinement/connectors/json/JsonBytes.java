package io.chimera.refinement.connectors.json;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * What can be said of JSON text without parsing it: where it begins and ends, its lines, whether it
 * is UTF-8.
 */
final class JsonBytes {
  private static final VarHandle WORD =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long HIGH_BITS = 0x8080808080808080L;
  private static final long LOW_BITS = 0x0101010101010101L;
  private static final long LINE_FEEDS = '\n' * LOW_BITS;

  private JsonBytes() {}

  /** Index after a UTF-8 byte order mark, 0 without one. */
  static int afterMark(byte[] bytes) {
    boolean marked =
        bytes.length >= 3
            && bytes[0] == (byte) 0xEF
            && bytes[1] == (byte) 0xBB
            && bytes[2] == (byte) 0xBF;
    return marked ? 3 : 0;
  }

  /** JSON's white space, RFC 8259 section 2. */
  static boolean isSpace(byte b) {
    return b == ' ' || b == '\n' || b == '\r' || b == '\t';
  }

  /**
   * The first index from {@code from} on that holds no white space; {@code to} if there is none.
   */
  static int skipSpace(byte[] bytes, int from, int to) {
    int i = from;
    while (i < to && isSpace(bytes[i])) {
      i++;
    }
    return i;
  }

  /**
   * The index after the last byte before {@code to} that is no white space; {@code from} if there
   * is none.
   */
  static int trimSpace(byte[] bytes, int from, int to) {
    int i = to;
    while (i > from && isSpace(bytes[i - 1])) {
      i--;
    }
    return i;
  }

  /** Index of the next line feed; {@code to} if there is none. */
  static int endOfLine(byte[] bytes, int from, int to) {
    int i = from;
    while (i + Long.BYTES <= to && !holdsLineFeed((long) WORD.get(bytes, i))) {
      i += Long.BYTES;
    }
    while (i < to && bytes[i] != '\n') {
      i++;
    }
    return i;
  }

  /**
   * Whether one of the eight bytes is a line feed (Warren, Hacker's Delight, section 6-1: find a
   * zero byte).
   */
  private static boolean holdsLineFeed(long word) {
    long zeroWhereFound = word ^ LINE_FEEDS;
    return ((zeroWhereFound - LOW_BITS) & ~zeroWhereFound & HIGH_BITS) != 0;
  }

  /** Whether the bytes are well-formed UTF-8: Unicode 15, table 3-7. */
  static boolean isUtf8(byte[] bytes, int from, int to) {
    int i = from;
    while (i < to) {
      while (i + Long.BYTES <= to && ((long) WORD.get(bytes, i) & HIGH_BITS) == 0) {
        i += Long.BYTES;
      }
      if (i < to) {
        int length = bytes[i] >= 0 ? 1 : lengthOfSequence(bytes, i, to);
        if (length == 0) {
          return false;
        }
        i += length;
      }
    }
    return true;
  }

  /** Length of the multi-byte sequence at {@code i}, 0 if it is not well-formed. */
  private static int lengthOfSequence(byte[] bytes, int i, int to) {
    int lead = bytes[i] & 0xFF;
    int length = lead < 0xC2 ? 0 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : lead < 0xF5 ? 4 : 0;
    if (length == 0 || i + length > to) {
      return 0;
    }
    for (int k = 1; k < length; k++) {
      if ((bytes[i + k] & 0xC0) != 0x80) {
        return 0;
      }
    }
    int second = bytes[i + 1] & 0xFF;
    boolean overlong = (lead == 0xE0 && second < 0xA0) || (lead == 0xF0 && second < 0x90);
    boolean surrogate = lead == 0xED && second > 0x9F;
    boolean beyondUnicode = lead == 0xF4 && second > 0x8F;
    return overlong || surrogate || beyondUnicode ? 0 : length;
  }
}
