package io.chimera.refinement.local.load;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What the audit topic says of the offsets of a run. Rows of a range are cumulative: the last one
 * counts. Not thread-safe.
 */
final class AuditCoverage {
  /** The verdicts of the ledger; they add up to {@code reports}. */
  static final List<String> VERDICTS =
      List.of("accepted", "duplicate", "late", "future", "rejected", "quarantined");

  private static final List<String> REFUSALS = List.of("late", "future", "rejected", "quarantined");
  private static final String REPORTS = "reports";

  private final String topic;
  private final Map<Range, Row> rows = new HashMap<>();
  private final Map<Range, Row> before = new HashMap<>();

  private record Range(int partition, long fromOffset) {}

  private record Row(long toOffset, boolean complete, long records, long reports, long[] verdicts) {
    long judged() {
      return Arrays.stream(verdicts).sum();
    }
  }

  /**
   * The ledger over the offsets of a run. Reports of others among them count as well.
   *
   * @param reports reports read since the run began
   * @param verdicts how many got which, in the order of {@link #VERDICTS}
   * @param heard whether anything was said of the run's offsets
   * @param unread records of the run that no row has counted
   * @param unjudged reports that were read and have no verdict
   */
  record Ledger(long reports, List<Long> verdicts, boolean heard, long unread, long unjudged) {
    /** Whether every record of the run was read, and every report has its verdict. */
    boolean isComplete() {
      return heard && unread == 0 && unjudged == 0;
    }

    /** Reports that were read and not taken in, repeats aside. */
    long refused() {
      return REFUSALS.stream().mapToLong(this::count).sum();
    }

    /** How many of which, such as {@code 1000 late, 2 rejected}. */
    String refusals() {
      return REFUSALS.stream()
          .filter(verdict -> count(verdict) > 0)
          .map(verdict -> count(verdict) + " " + verdict)
          .collect(Collectors.joining(", "));
    }

    private long count(String verdict) {
      return verdicts.get(VERDICTS.indexOf(verdict));
    }
  }

  /**
   * @param topic the topic whose offsets are followed
   */
  AuditCoverage(String topic) {
    this.topic = topic;
  }

  void accept(JsonNode row) {
    if (row.path("topic").asText().equals(topic)) {
      rows.put(
          new Range(row.path("partition").asInt(), row.path("fromOffset").asLong()),
          new Row(
              row.path("toOffset").asLong(),
              row.path("complete").asBoolean(),
              row.path("records").asLong(),
              row.path(REPORTS).asLong(),
              VERDICTS.stream().mapToLong(name -> row.path(name).asLong()).toArray()));
    }
  }

  /**
   * How many partitions of records nothing was said of. A partition's rows come in the order of its
   * offsets, so that any row tells that its last one is known.
   *
   * @param ends the next offset of each partition
   */
  long unknown(Map<Integer, Long> ends) {
    Set<Integer> known = rows.keySet().stream().map(Range::partition).collect(Collectors.toSet());
    return ends.entrySet().stream()
        .filter(end -> end.getValue() > 0 && !known.contains(end.getKey()))
        .count();
  }

  /** What was said so far is of the time before the run. */
  void begin() {
    before.clear();
    before.putAll(rows);
  }

  /** The ledger over the offsets as it is by now; rows may still be to come. */
  Ledger ledger(Map<Integer, LoadTally.Offsets> offsets) {
    long reports = 0;
    long[] verdicts = new long[VERDICTS.size()];
    long unjudged = 0;
    boolean heard = false;
    for (Map.Entry<Range, Row> entry : rows.entrySet()) {
      LoadTally.Offsets wanted = offsets.get(entry.getKey().partition());
      Row row = entry.getValue();
      if (wanted == null
          || entry.getKey().fromOffset() > wanted.last()
          || row.toOffset() <= wanted.first()) {
        continue;
      }
      Row earlier = before.get(entry.getKey());
      heard |= earlier == null || earlier.records() < row.records();
      reports += row.reports() - (earlier == null ? 0 : earlier.reports());
      for (int i = 0; i < verdicts.length; i++) {
        verdicts[i] += row.verdicts()[i] - (earlier == null ? 0 : earlier.verdicts()[i]);
      }
      unjudged += Math.max(0, row.reports() - row.judged());
    }
    long unread = 0;
    for (Map.Entry<Integer, LoadTally.Offsets> wanted : offsets.entrySet()) {
      unread += unread(wanted.getKey(), wanted.getValue());
    }
    return new Ledger(reports, Arrays.stream(verdicts).boxed().toList(), heard, unread, unjudged);
  }

  /** Records of a partition from the first to the last of the run that no row has counted. */
  private long unread(int partition, LoadTally.Offsets wanted) {
    long read = 0;
    for (Map.Entry<Range, Row> entry : rows.entrySet()) {
      long from = entry.getKey().fromOffset();
      Row row = entry.getValue();
      if (entry.getKey().partition() == partition) {
        long to = row.complete() ? row.toOffset() : Math.min(row.toOffset(), from + row.records());
        read += Math.max(0, Math.min(to, wanted.last() + 1) - Math.max(from, wanted.first()));
      }
    }
    return Math.max(0, wanted.last() + 1 - wanted.first() - read);
  }
}
