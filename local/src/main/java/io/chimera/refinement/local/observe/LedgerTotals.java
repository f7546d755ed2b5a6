package io.chimera.refinement.local.observe;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The conservation ledger of one topic, added up over its offset ranges. Rows of a range are cumulative:
 * the last one counts. Not thread-safe.
 */
final class LedgerTotals {
  private static final List<String> COLUMNS =
      List.of("reports", "accepted", "duplicate", "late", "future", "rejected", "quarantined");

  private final Map<Range, long[]> rows = new HashMap<>();
  private final long[] totals = new long[COLUMNS.size()];

  private record Range(int partition, long fromOffset) {}

  void accept(JsonNode row) {
    Range range = new Range(row.path("partition").asInt(), row.path("fromOffset").asLong());
    long[] values = COLUMNS.stream().mapToLong(column -> row.path(column).asLong()).toArray();
    long[] before = rows.put(range, values);
    for (int i = 0; i < totals.length; i++) {
      totals[i] += values[i] - (before == null ? 0 : before[i]);
    }
  }

  Ledger ledger() {
    return new Ledger(totals[0], totals[1], totals[2], totals[3], totals[4], totals[5], totals[6]);
  }
}
