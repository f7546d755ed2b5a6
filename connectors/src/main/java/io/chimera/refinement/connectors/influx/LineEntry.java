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
 * @param alone whether they were part of a refused request, and are now sent without company to
 *     find out which of them is wrong
 * @param bucket bucket they belong to; the empty string for the sink's own
 * @param origins where the points came from, in their order
 */
record LineEntry(byte[] lines, int points, boolean alone, String bucket, List<Run> origins)
    implements Serializable {
  private static final long serialVersionUID = 1;

  /** Neighbouring points of one record: the first one's place, and how many. */
  record Run(Place first, int points) implements Serializable {
    private static final long serialVersionUID = 1;
  }

  static LineEntry of(LineBatch batch) {
    return new LineEntry(
        batch.lines(),
        batch.points(),
        false,
        batch.bucket(),
        List.of(new Run(batch.place(), batch.points())));
  }

  /** Bytes within a request, with the line feed to the next entry. */
  int sizeBytes() {
    return lines.length + 1;
  }

  /** When the oldest of the lines was appended to its topic; 0 when that is not known. */
  long appendMillis() {
    long oldest = Long.MAX_VALUE;
    for (Run run : origins) {
      if (run.first().appendMillis() > 0) {
        oldest = Math.min(oldest, run.first().appendMillis());
      }
    }
    return oldest == Long.MAX_VALUE ? 0 : oldest;
  }

  /** One entry with the lines of all, which are for the same bucket. */
  static LineEntry join(List<LineEntry> entries) {
    if (entries.size() == 1) {
      return entries.get(0);
    }
    ByteArrayOutputStream joined =
        new ByteArrayOutputStream(entries.stream().mapToInt(LineEntry::sizeBytes).sum());
    int points = 0;
    List<Run> origins = new ArrayList<>();
    for (LineEntry entry : entries) {
      joined.writeBytes(entry.lines);
      joined.write('\n');
      points += entry.points;
      origins.addAll(entry.origins);
    }
    return new LineEntry(
        Arrays.copyOf(joined.toByteArray(), joined.size() - 1),
        points,
        false,
        entries.get(0).bucket,
        origins);
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
    List<LineEntry> parts =
        cut(end == lines.length ? new int[] {0, start} : new int[] {0, start, end + 1});
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
    return cut(new int[] {0, start});
  }

  /** Each point by itself. */
  List<LineEntry> singles() {
    int[] starts = new int[points];
    int found = 0;
    for (int at = 0; at < lines.length; ) {
      int end = LineBatch.endOfLine(lines, at);
      if (!LineBatch.blank(lines, at, end)) {
        starts[found++] = at;
      }
      at = end + 1;
    }
    return cut(starts);
  }

  private int startOf(int line) {
    int start = 0;
    for (int number = 1; number < line && start < lines.length; number++) {
      start = LineBatch.endOfLine(lines, start) + 1;
    }
    return start;
  }

  /** The lines from each start to the next, without parts that hold no point. */
  private List<LineEntry> cut(int[] starts) {
    List<LineEntry> parts = new ArrayList<>(starts.length);
    int skipped = 0;
    for (int i = 0; i < starts.length; i++) {
      // The line feed before the next part belongs to neither.
      int end = i + 1 < starts.length ? starts[i + 1] - 1 : lines.length;
      if (end > starts[i]) {
        LineBatch part = LineBatch.of(Arrays.copyOfRange(lines, starts[i], end));
        if (part.points() > 0) {
          parts.add(
              new LineEntry(
                  part.lines(), part.points(), true, bucket, origins(skipped, part.points())));
          skipped += part.points();
        }
      }
    }
    return parts;
  }

  private List<Run> origins(int skip, int take) {
    List<Run> taken = new ArrayList<>();
    int from = 0;
    for (Run run : origins) {
      int first = Math.max(skip, from);
      int last = Math.min(skip + take, from + run.points());
      if (first < last) {
        taken.add(new Run(run.first().plus(first - from), last - first));
      }
      from += run.points();
    }
    return taken;
  }
}
