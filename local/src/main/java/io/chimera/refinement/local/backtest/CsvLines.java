package io.chimera.refinement.local.backtest;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/**
 * The lines of a text in UTF-8, one at a time, none longer than a limit: a file without line ends
 * must not fill the memory.
 *
 * <p>A line ends with LF, CR LF or CR; a byte order mark is skipped.
 */
final class CsvLines implements Closeable {
  static final int MAX_LINE_BYTES = 1 << 20;

  private final InputStream in;
  private final byte[] buffer = new byte[1 << 16];
  private int position;
  private int filled;
  private byte[] line = new byte[256];
  private int length;
  private long number;
  private boolean afterCarriageReturn;

  CsvLines(InputStream in) {
    this.in = in;
  }

  /** Number of the line that was read last, from 1. */
  long number() {
    return number;
  }

  /**
   * The next line without its end, or null at the end of the text.
   *
   * @throws IOException when the text cannot be read, or a line is too long
   */
  String next() throws IOException {
    length = 0;
    boolean any = false;
    int next = read();
    if (afterCarriageReturn && next == '\n') {
      next = read();
    }
    afterCarriageReturn = false;
    while (next >= 0 && next != '\n' && next != '\r') {
      any = true;
      append((byte) next);
      next = read();
    }
    if (next < 0 && !any) {
      return null;
    }
    afterCarriageReturn = next == '\r';
    number++;
    int from = number == 1 && startsWithMark() ? 3 : 0;
    return new String(line, from, length - from, StandardCharsets.UTF_8);
  }

  private boolean startsWithMark() {
    return length >= 3
        && line[0] == (byte) 0xEF
        && line[1] == (byte) 0xBB
        && line[2] == (byte) 0xBF;
  }

  private void append(byte next) throws IOException {
    if (length == line.length) {
      if (length >= MAX_LINE_BYTES) {
        throw new IOException("line " + (number + 1) + " is longer than 1 MiB");
      }
      line = java.util.Arrays.copyOf(line, 2 * length);
    }
    line[length++] = next;
  }

  private int read() throws IOException {
    if (position == filled) {
      filled = in.read(buffer, 0, buffer.length);
      position = 0;
      if (filled <= 0) {
        filled = 0;
        return -1;
      }
    }
    return buffer[position++] & 0xFF;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
