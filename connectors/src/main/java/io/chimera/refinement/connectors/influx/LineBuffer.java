package io.chimera.refinement.connectors.influx;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A growing byte buffer that writes text and numbers as UTF-8 without intermediate objects. Not
 * thread-safe.
 */
final class LineBuffer {
  private static final byte[] SMALLEST_LONG =
      "-9223372036854775808".getBytes(StandardCharsets.US_ASCII);

  /**
   * Thousandths below this bound are exact integers in a double, so that the decimal text reads
   * back as the same double.
   */
  private static final double EXACT_LIMIT = 9e15;

  /** The two digits of each number below 100, one after the other. */
  private static final byte[] PAIRS = new byte[200];

  static {
    for (int i = 0; i < 100; i++) {
      PAIRS[2 * i] = (byte) ('0' + i / 10);
      PAIRS[2 * i + 1] = (byte) ('0' + i % 10);
    }
  }

  private byte[] bytes;
  private int length;

  LineBuffer(int initialBytes) {
    bytes = new byte[initialBytes];
  }

  int length() {
    return length;
  }

  /** Forgets everything after the first {@code keptLength} bytes. */
  void truncate(int keptLength) {
    length = keptLength;
  }

  byte[] toByteArray() {
    return Arrays.copyOf(bytes, length);
  }

  void ascii(char c) {
    room(1);
    bytes[length++] = (byte) c;
  }

  /**
   * Writes characters from {@code from} on while they are ASCII and not special, and returns the
   * index of the first that is not; nearly always the length.
   *
   * @param special by character, for the 128 of ASCII
   */
  int ordinary(String text, int from, boolean[] special) {
    int end = text.length();
    room(end - from);
    byte[] to = bytes;
    int at = length;
    int i = from;
    for (; i < end; i++) {
      char c = text.charAt(i);
      if (c >= 0x80 || special[c]) {
        break;
      }
      to[at++] = (byte) c;
    }
    length = at;
    return i;
  }

  /**
   * Writes the character at {@code index} as UTF-8 and returns how many chars it took; half a
   * surrogate pair becomes {@code ?}.
   */
  int codePoint(String text, int index) {
    char c = text.charAt(index);
    room(4);
    if (c < 0x80) {
      bytes[length++] = (byte) c;
      return 1;
    }
    if (c < 0x800) {
      bytes[length++] = (byte) (0xC0 | (c >> 6));
      bytes[length++] = (byte) (0x80 | (c & 0x3F));
      return 1;
    }
    if (!Character.isSurrogate(c)) {
      bytes[length++] = (byte) (0xE0 | (c >> 12));
      bytes[length++] = (byte) (0x80 | ((c >> 6) & 0x3F));
      bytes[length++] = (byte) (0x80 | (c & 0x3F));
      return 1;
    }
    int point = text.codePointAt(index);
    if (!Character.isSupplementaryCodePoint(point)) {
      bytes[length++] = '?';
      return 1;
    }
    bytes[length++] = (byte) (0xF0 | (point >> 18));
    bytes[length++] = (byte) (0x80 | ((point >> 12) & 0x3F));
    bytes[length++] = (byte) (0x80 | ((point >> 6) & 0x3F));
    bytes[length++] = (byte) (0x80 | (point & 0x3F));
    return 2;
  }

  void whole(long value) {
    room(SMALLEST_LONG.length);
    if (value == Long.MIN_VALUE) {
      System.arraycopy(SMALLEST_LONG, 0, bytes, length, SMALLEST_LONG.length);
      length += SMALLEST_LONG.length;
      return;
    }
    long rest = value;
    if (rest < 0) {
      bytes[length++] = '-';
      rest = -rest;
    }
    length += digits(rest);
    int end = length;
    while (rest >= 100) {
      long hundreds = rest / 100;
      int pair = 2 * (int) (rest - 100 * hundreds);
      bytes[--end] = PAIRS[pair + 1];
      bytes[--end] = PAIRS[pair];
      rest = hundreds;
    }
    int pair = 2 * (int) rest;
    bytes[--end] = PAIRS[pair + 1];
    if (rest >= 10) {
      bytes[--end] = PAIRS[pair];
    }
  }

  /**
   * Writes a finite number so that it reads back as the same double. Up to three decimals, which is
   * most of what agents report, are written from integers; the rest in Java's shortest form.
   */
  void decimal(double value) {
    double scaled = value * 1000;
    long thousandths = Math.round(scaled);
    if (Math.abs(scaled) < EXACT_LIMIT && thousandths / 1000.0 == value) {
      thousandths(thousandths);
    } else {
      String text = Double.toString(value);
      for (int i = 0; i < text.length(); i++) {
        ascii(text.charAt(i));
      }
    }
  }

  private void thousandths(long value) {
    if (value < 0) {
      ascii('-');
    }
    long magnitude = Math.abs(value);
    whole(magnitude / 1000);
    int fraction = (int) (magnitude % 1000);
    if (fraction == 0) {
      return;
    }
    ascii('.');
    ascii((char) ('0' + fraction / 100));
    if (fraction % 100 != 0) {
      ascii((char) ('0' + fraction / 10 % 10));
      if (fraction % 10 != 0) {
        ascii((char) ('0' + fraction % 10));
      }
    }
  }

  private static int digits(long value) {
    int digits = 1;
    for (long bound = 10; digits < 19 && value >= bound; bound *= 10) {
      digits++;
    }
    return digits;
  }

  private void room(int more) {
    if (length + more > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, length + more));
    }
  }
}
