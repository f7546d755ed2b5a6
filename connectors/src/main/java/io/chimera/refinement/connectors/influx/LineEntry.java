package io.chimera.refinement.connectors.influx;

import java.io.ByteArrayOutputStream;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Lines that wait to be sent.
 *
 * @param lines UTF-8, line feeds between them
 * @param points lines that are not blank
 * @param runs where the points stand, in their order
 * @param alone whether they were part of a refused request, and are now sent without company to
 *     find out which of them is wrong
 */
record LineEntry(byte[] lines, int points, List<LineRun> runs, boolean alone)
    implements Serializable {
  private static final long serialVersionUID = 1;

  static LineEntry of(LineBatch batch) {
    return new LineEntry(
        batch.lines(), batch.points(), List.of(new LineRun(batch.origin(), batch.points())), false);
  }

  /** Bytes within a request, with the line feed to the next entry. */
  int sizeBytes() {
    return lines.length + 1;
  }

  /** One entry with the lines of all. */
  static LineEntry join(List<LineEntry> entries) {
    if (entries.size() == 1) {
      return entries.get(0);
    }
    ByteArrayOutputStream joined =
        new ByteArrayOutputStream(entries.stream().mapToInt(LineEntry::sizeBytes).sum());
    int points = 0;
    List<LineRun> runs = new ArrayList<>();
    for (LineEntry entry : entries) {
      runs.addAll(entry.runs);
      joined.writeBytes(entry.lines);
      joined.write('\n');
      points += entry.points;
    }
    return new LineEntry(
        Arrays.copyOf(joined.toByteArray(), joined.size() - 1), points, runs, false);
  }

  /**
   * The entry without the line that the server named, counted from 1, and that line by itself.
   * Without a name (0), or when the name has not helped before, two halves.
   */
  List<LineEntry> isolate(int suspect) {
    int start = alone || suspect < 1 ? lines.length : startOf(suspect);
    if (start >= lines.length) {
      return halves();
    }
    int end = LineBatch.endOfLine(lines, start);
    List<LineEntry> parts = new ArrayList<>(3);
    add(parts, 0, Math.max(0, start - 1));
    add(parts, start, end);
    add(parts, Math.min(end + 1, lines.length), lines.length);
    return parts.size() > 1 ? parts : halves();
  }

  /** Two entries with half of the points each; only for two points or more. */
  List<LineEntry> halves() {
    int start = 0;
    for (int seen = 0; seen < points / 2; ) {
      int end = LineBatch.endOfLine(lines, start);
      seen += LineBatch.blank(lines, start, end) ? 0 : 1;
      start = end + 1;
    }
    List<LineEntry> parts = new ArrayList<>(2);
    add(parts, 0, start - 1);
    add(parts, start, lines.length);
    return parts;
  }

  /** The refused line of an entry that has one point, and where it stands. */
  RejectedLine refused(String reason) {
    int start = 0;
    int end = LineBatch.endOfLine(lines, 0);
    while (end < lines.length && LineBatch.blank(lines, start, end)) {
      start = end + 1;
      end = LineBatch.endOfLine(lines, start);
    }
    byte[] line = Arrays.copyOfRange(lines, start, end);
    return new RejectedLine(line, reason, runs.get(0).first(), LineBatch.timeBefore(lines, end));
  }

  private int startOf(int line) {
    int start = 0;
    for (int number = 1; number < line && start < lines.length; number++) {
      start = LineBatch.endOfLine(lines, start) + 1;
    }
    return start;
  }

  private void add(List<LineEntry> parts, int start, int end) {
    LineBatch part = LineBatch.of(Arrays.copyOfRange(lines, start, end));
    if (part.points() > 0) {
      int before = parts.stream().mapToInt(LineEntry::points).sum();
      List<LineRun> own = LineRun.slice(runs, before, part.points());
      parts.add(new LineEntry(part.lines(), part.points(), own, true));
    }
  }
}
