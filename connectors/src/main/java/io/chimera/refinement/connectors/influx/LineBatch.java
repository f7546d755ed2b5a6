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
 * @param firstTimeMillis time of the first point, epoch milliseconds; 0 when the line ends without
 *     one
 * @param place where the first line came from
 * @param tier how long they are worth keeping
 * @param bucket bucket they belong to; the empty string for the sink's own
 */
public record LineBatch(
    byte[] lines, int points, long firstTimeMillis, Place place, StorageTier tier, String bucket)
    implements Serializable {
  private static final long serialVersionUID = 1;

  /** Lines from nowhere, for the sink's own bucket. */
  public static LineBatch of(byte[] lines) {
    return of(lines, Place.UNKNOWN);
  }

  /** Measures {@code lines}: counts what is not blank and reads the first time. */
  public static LineBatch of(byte[] lines, Place place) {
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
    return new LineBatch(
        lines,
        points,
        firstEnd < 0 ? 0 : timeBefore(lines, 0, firstEnd),
        place,
        StorageTier.HOT,
        "");
  }

  /** The same lines for another bucket. */
  LineBatch to(StorageTier otherTier, String otherBucket) {
    return new LineBatch(lines, points, firstTimeMillis, place, otherTier, otherBucket);
  }

  public boolean isCold() {
    return tier == StorageTier.COLD;
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
    int skipped = 0;
    for (int at = 0; at < lines.length; ) {
      int end = endOfLine(lines, at);
      if (at > start && (held == maxPoints || end - start > maxBytes)) {
        pieces.add(slice(start, at - 1, skipped));
        start = at;
        skipped += held;
        held = 0;
      }
      held += blank(lines, at, end) ? 0 : 1;
      at = end + 1;
    }
    pieces.add(slice(start, lines.length, skipped));
    pieces.removeIf(piece -> piece.points() == 0);
    return pieces;
  }

  /** The lines in [start, end), before which stand so many points. */
  LineBatch slice(int start, int end, int skippedPoints) {
    return of(Arrays.copyOfRange(lines, start, end), place.plus(skippedPoints)).to(tier, bucket);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof LineBatch that
        && points == that.points
        && firstTimeMillis == that.firstTimeMillis
        && tier == that.tier
        && place.equals(that.place)
        && bucket.equals(that.bucket)
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

  /** The number that ends the line in [start, end); 0 when it ends otherwise. */
  static long timeBefore(byte[] lines, int start, int end) {
    long millis = 0;
    long scale = 1;
    int i = end - 1;
    while (i >= start && lines[i] >= '0' && lines[i] <= '9' && scale > 0) {
      millis += scale * (lines[i] - '0');
      scale *= 10;
      i--;
    }
    return i >= start && lines[i] == ' ' ? millis : 0;
  }
}
