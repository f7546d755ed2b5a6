package io.chimera.refinement.connectors.influx;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Lines of line protocol as they came in one Kafka record.
 *
 * @param lines UTF-8, one point per line, line feeds between them
 * @param points number of lines
 * @param origin where the first of them stands
 * @param firstTimeMillis time of the first point, epoch milliseconds; 0 when the line ends without
 *     one
 */
public record LineBatch(byte[] lines, int points, long firstTimeMillis, LineOrigin origin)
    implements Serializable {
  private static final long serialVersionUID = 1;

  /** Lines of which nobody knows where they stand. */
  public static LineBatch of(byte[] lines) {
    return of(lines, LineOrigin.UNKNOWN);
  }

  /** Measures {@code lines}: counts what is not blank and reads the first time. */
  public static LineBatch of(byte[] lines, LineOrigin origin) {
    int points = 0;
    int firstEnd = -1;
    for (int start = 0; start < lines.length; ) {
      int end = endOfLine(lines, start);
      if (!blank(lines, start, end)) {
        points++;
        firstEnd = firstEnd < 0 ? end : firstEnd;
      }
      start = end + 1;
    }
    return new LineBatch(lines, points, firstEnd < 0 ? 0 : timeBefore(lines, firstEnd), origin);
  }

  /**
   * The same lines in batches of at most {@code maxPoints} and {@code maxBytes}; a line that is
   * longer stands alone.
   */
  List<LineBatch> split(int maxPoints, int maxBytes) {
    if (points <= maxPoints && lines.length <= maxBytes) {
      return List.of(this);
    }
    List<LineBatch> pieces = new ArrayList<>();
    int start = 0;
    int held = 0;
    int before = 0;
    for (int at = 0; at < lines.length; ) {
      int end = endOfLine(lines, at);
      if (at > start && (held == maxPoints || end - start > maxBytes)) {
        pieces.add(of(Arrays.copyOfRange(lines, start, at - 1), origin.plus(before)));
        before += held;
        start = at;
        held = 0;
      }
      held += blank(lines, at, end) ? 0 : 1;
      at = end + 1;
    }
    pieces.add(of(Arrays.copyOfRange(lines, start, lines.length), origin.plus(before)));
    pieces.removeIf(piece -> piece.points() == 0);
    return pieces;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof LineBatch that
        && points == that.points
        && firstTimeMillis == that.firstTimeMillis
        && Arrays.equals(lines, that.lines);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(lines);
  }

  @Override
  public String toString() {
    return points + " points in " + lines.length + " bytes from " + firstTimeMillis;
  }

  /** Index of the line feed that ends the line at {@code start}, or the length. */
  static int endOfLine(byte[] lines, int start) {
    int end = start;
    while (end < lines.length && lines[end] != '\n') {
      end++;
    }
    return end;
  }

  static boolean blank(byte[] lines, int start, int end) {
    for (int i = start; i < end; i++) {
      if (lines[i] != ' ' && lines[i] != '\r') {
        return false;
      }
    }
    return true;
  }

  /** The time at the end of the line that ends at {@code end}, 0 without one. */
  static long timeBefore(byte[] lines, int end) {
    long millis = 0;
    long scale = 1;
    int i = end - 1;
    while (i >= 0 && lines[i] >= '0' && lines[i] <= '9' && scale > 0) {
      millis += scale * (lines[i] - '0');
      scale *= 10;
      i--;
    }
    return i >= 0 && lines[i] == ' ' ? millis : 0;
  }
}
