package io.chimera.refinement.local.oracle;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Compares the ledger, row by row, with the verdicts; the last row of a range counts. */
final class LedgerCheck {
  private static final Map<Fate, String> FIELDS =
      new EnumMap<>(
          Map.of(
              Fate.ACCEPTED, "accepted",
              Fate.DUPLICATE, "duplicate",
              Fate.LATE, "late",
              Fate.FUTURE, "future",
              Fate.REJECTED, "rejected"));
  private static final List<String> ALL =
      List.of(
          "records",
          "reports",
          "accepted",
          "duplicate",
          "late",
          "future",
          "rejected",
          "quarantined");

  private final long range;
  private final Map<String, JsonNode> last = new TreeMap<>();

  /**
   * @param rows every row of the audit topic in its order
   * @param range offsets per row
   */
  LedgerCheck(List<JsonNode> rows, String inputTopic, long range) {
    this.range = range;
    for (JsonNode row : rows) {
      if (row.path("topic").asText().equals(inputTopic)) {
        last.put(row.path("partition").asInt() + "@" + row.path("fromOffset").asLong(), row);
      }
    }
  }

  /** Sum of a field over all ranges. */
  long total(String field) {
    return last.values().stream().mapToLong(row -> row.path(field).asLong()).sum();
  }

  /** Whether every report of every range has exactly one verdict. */
  boolean balanced() {
    return last.values().stream()
        .allMatch(
            row ->
                row.path("reports").asLong()
                    == ALL.subList(2, ALL.size()).stream()
                        .mapToLong(field -> row.path(field).asLong())
                        .sum());
  }

  void run(List<Judged> judged, Tally tally) {
    Map<String, Map<String, Long>> expected = new TreeMap<>();
    Set<String> records = new HashSet<>();
    for (Judged each : judged) {
      String key = each.partition() + "@" + Math.floorDiv(each.offset(), range) * range;
      Map<String, Long> counts = expected.computeIfAbsent(key, any -> new HashMap<>());
      counts.merge("reports", 1L, Long::sum);
      counts.merge(FIELDS.get(each.fate()), 1L, Long::sum);
      if (records.add(each.partition() + "@" + each.offset())) {
        counts.merge("records", 1L, Long::sum);
      }
    }
    expected.forEach(
        (key, counts) -> {
          JsonNode row = last.get(key);
          if (row == null) {
            tally.lost("ledger row " + key);
            return;
          }
          for (String field : ALL) {
            long wanted = counts.getOrDefault(field, 0L);
            if (row.path(field).asLong() != wanted) {
              tally.wrong("ledger " + key + ": " + field + " must be " + wanted + ", was " + row);
            }
          }
        });
    last.keySet().stream()
        .filter(key -> !expected.containsKey(key))
        .forEach(key -> tally.wrong("ledger row that must not be: " + last.get(key)));
    judged.forEach(each -> tally.fact(FIELDS.get(each.fate()), 1));
  }
}
