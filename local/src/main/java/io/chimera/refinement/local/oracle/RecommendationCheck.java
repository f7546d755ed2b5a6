package io.chimera.refinement.local.oracle;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/** Recommendations have unique ids, and their decision numbers have no gap. */
final class RecommendationCheck {
  private RecommendationCheck() {}

  static void run(List<JsonNode> recommendations, Tally tally) {
    Map<String, TreeSet<Long>> numbers = new TreeMap<>();
    for (JsonNode each : recommendations) {
      String key =
          each.path("system").asText()
              + '/'
              + each.path("component").asText()
              + ' '
              + each.path("optimizer").asText()
              + ' '
              + each.path("target").asText();
      long number = each.path("decisionNumber").asLong();
      if (!numbers.computeIfAbsent(key, any -> new TreeSet<>()).add(number)) {
        tally.duplicate("decision " + number + " of " + key);
      }
    }
    numbers.forEach(
        (key, known) -> {
          long missing = known.last() - known.first() + 1 - known.size();
          if (missing > 0) {
            tally.lost(missing + " decisions of " + key + ", there are " + known);
          }
        });
    tally.fact("recommendations", recommendations.size());
  }
}
