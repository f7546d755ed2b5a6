package io.chimera.refinement.state.detect;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Which of the series of an incident explain the others: those that moved first, the surer the
 * more, and most of all those that are known to move together with the others.
 *
 * <p>The weight of a series is its score times the mean over the others of what it explains of
 * them: 1 of one that moved later, 1/2 of one that moved at the same time, none of an earlier one;
 * of that a half as it is, the other half as far as both are correlated. Precedence and association
 * are what the data can show of a cause (Granger, "Investigating causal relations", 1969); a common
 * cause that is not observed looks the same. Cost: O(series²), at most {@link
 * IncidentCauses#MOST_GROUPS}².
 */
final class CauseRanking {
  /** One series with its weight, 0 to 1, and how many others it explains. */
  record Ranked(Onset onset, double weight, int explains, double strongest) {}

  private CauseRanking() {}

  /**
   * The likeliest cause first.
   *
   * @param onsets the first onset of each group
   * @param pairs what is known to move together
   */
  static List<Ranked> of(Collection<Onset> onsets, List<PairedGroups> pairs) {
    Map<String, Double> correlations =
        pairs.stream().collect(Collectors.toMap(PairedGroups::name, PairedGroups::correlation));
    List<Ranked> ranked = new ArrayList<>();
    for (Onset onset : onsets) {
      double explained = 0;
      int explains = 0;
      double strongest = 0;
      for (Onset other : onsets) {
        if (!other.group().equals(onset.group()) && onset.startedAt() <= other.startedAt()) {
          double together =
              correlations.getOrDefault(IncidentCauses.pair(onset.group(), other.group()), 0.0);
          double lead = onset.startedAt() < other.startedAt() ? 1 : 0.5;
          explained += lead * (0.5 + 0.5 * together);
          explains += onset.startedAt() < other.startedAt() || together > 0 ? 1 : 0;
          strongest = Math.max(strongest, together);
        }
      }
      double weight = onset.score() * explained / Math.max(1, onsets.size() - 1);
      ranked.add(new Ranked(onset, weight, explains, strongest));
    }
    ranked.sort(
        Comparator.<Ranked>comparingDouble(each -> -each.weight())
            .thenComparingLong(each -> each.onset().startedAt())
            .thenComparing(each -> each.onset().group()));
    return ranked;
  }
}
