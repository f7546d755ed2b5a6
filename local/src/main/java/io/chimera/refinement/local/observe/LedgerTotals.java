package io.chimera.refinement.local.observe;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The conservation ledger of one topic, added up over its offset ranges. Rows of a range are
 * cumulative: the last one counts. Not thread-safe.
 */
final class LedgerTotals {
  private static final List<String> COLUMNS =
      List.of("reports", "accepted", "duplicate", "late", "future", "rejected", "quarantined");

  private static final long RECENT_MILLIS = 20_000;

  private final Map<Range, long[]> rows = new HashMap<>();
  private final long[] totals = new long[COLUMNS.size()];

  private final Set<Range> unbalanced = new HashSet<>();
  private final Deque<Progress> progress = new ArrayDeque<>();

  private record Progress(long timeMillis, long read) {}

  private record Range(int partition, long fromOffset) {}

  /**
   * Takes a row into account.
   *
   * @param writtenMillis when it was written, epoch milliseconds
   */
  void accept(JsonNode row, long writtenMillis) {
    Range range = new Range(row.path("partition").asInt(), row.path("fromOffset").asLong());
    long[] values = COLUMNS.stream().mapToLong(column -> row.path(column).asLong()).toArray();
    if (row.path("complete").asBoolean()) {
      settle(range, values);
    }
    long[] before = rows.put(range, values);
    for (int i = 0; i < totals.length; i++) {
      totals[i] += values[i] - (before == null ? 0 : before[i]);
    }
    progress.add(new Progress(writtenMillis, totals[0]));
    while (progress.peek().timeMillis() < writtenMillis - RECENT_MILLIS) {
      progress.poll();
    }
  }

  private void settle(Range range, long[] values) {
    long verdicts = Arrays.stream(values).skip(1).sum();
    if (values[0] == verdicts) {
      unbalanced.remove(range);
    } else {
      unbalanced.add(range);
    }
  }

  /** Reports read per second over the last rows; 0 while there is only one. */
  double readPerSecond() {
    if (progress.size() < 2) {
      return 0;
    }
    Progress first = progress.peekFirst();
    Progress last = progress.peekLast();
    long millis = last.timeMillis() - first.timeMillis();
    return millis <= 0 ? 0 : (last.read() - first.read()) * 1_000.0 / millis;
  }

  Ledger ledger() {
    return new Ledger(
        totals[0],
        totals[1],
        totals[2],
        totals[3],
        totals[4],
        totals[5],
        totals[6],
        unbalanced.isEmpty());
  }
}
