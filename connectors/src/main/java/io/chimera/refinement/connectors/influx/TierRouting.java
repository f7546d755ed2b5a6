package io.chimera.refinement.connectors.influx;

import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Which bucket a line belongs to: that of its tier, or for a warm line of a system with a retention
 * of its own, that system's. Buckets differ by retention; a database has one per bucket.
 *
 * @param warm bucket of rollups of minutes; the empty string for the bucket of everything else
 * @param cold bucket of rollups of hours and days; the empty string as above
 * @param warmOfSystem bucket of the warm lines of single systems, by name
 */
public record TierRouting(String warm, String cold, Map<String, String> warmOfSystem)
    implements Serializable {
  private static final long serialVersionUID = 1;
  private static final byte[] SYSTEM = ",system=".getBytes(StandardCharsets.US_ASCII);

  /** Everything goes to one bucket. */
  public static final TierRouting ONE_BUCKET = new TierRouting("", "", Map.of());

  public TierRouting {
    Objects.requireNonNull(warm, "warm must be set, was null");
    Objects.requireNonNull(cold, "cold must be set, was null");
    warmOfSystem = Map.copyOf(warmOfSystem);
  }

  /** The lines of one record, cut where tier or bucket change; order and places are kept. */
  List<LineBatch> route(LineBatch record) {
    byte[] lines = record.lines();
    List<LineBatch> pieces = new ArrayList<>(1);
    int start = 0;
    int skipped = 0;
    int points = 0;
    StorageTier tier = null;
    String bucket = null;
    for (int at = 0; at < lines.length; ) {
      int end = LineBatch.endOfLine(lines, at);
      if (!LineBatch.blank(lines, at, end)) {
        StorageTier next = StorageTier.of(lines, at, end);
        String nextBucket = bucket(next, lines, at, end);
        if (tier != null && (next != tier || !nextBucket.equals(bucket))) {
          pieces.add(record.slice(start, at - 1, skipped).to(tier, bucket));
          skipped += points;
          points = 0;
          start = at;
        }
        points++;
        tier = next;
        bucket = nextBucket;
      }
      at = end + 1;
    }
    if (tier != null) {
      LineBatch rest = start == 0 ? record : record.slice(start, lines.length, skipped);
      pieces.add(rest.to(tier, bucket));
    }
    return pieces;
  }

  private String bucket(StorageTier tier, byte[] lines, int start, int end) {
    return switch (tier) {
      case HOT -> "";
      case COLD -> cold;
      case WARM ->
          warmOfSystem.isEmpty()
              ? warm
              : warmOfSystem.getOrDefault(system(lines, start, end), warm);
    };
  }

  /** The tag {@code system}, which our points write first; empty when it stands elsewhere. */
  private static String system(byte[] lines, int start, int end) {
    int at = start;
    while (at < end && lines[at] != ',' && lines[at] != ' ') {
      at++;
    }
    if (!StorageTier.startsWith(lines, at, end, SYSTEM)) {
      return "";
    }
    int from = at + SYSTEM.length;
    int to = from;
    while (to < end && lines[to] != ',' && lines[to] != ' ') {
      to++;
    }
    return new String(lines, from, to - from, StandardCharsets.UTF_8);
  }
}
