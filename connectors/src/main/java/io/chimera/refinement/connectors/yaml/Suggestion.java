package io.chimera.refinement.connectors.yaml;

import java.util.Collection;
import java.util.Comparator;

/** Guesses what was meant by a word that is not known. */
final class Suggestion {
  private static final int LONGEST_WORD = 64;

  private Suggestion() {}

  /**
   * {@code did you mean x?} for the closest of the known words, if one is close enough, else all of
   * them.
   */
  static String among(Collection<String> known, String word) {
    return known.stream()
        .filter(candidate -> distance(word, candidate) <= Math.max(1, candidate.length() / 3))
        .min(
            Comparator.comparingInt((String candidate) -> distance(word, candidate))
                .thenComparing(Comparator.naturalOrder()))
        .map(candidate -> "did you mean " + candidate + "?")
        .orElseGet(() -> "known are " + String.join(", ", known));
  }

  /** Insertions, deletions and replacements between two words, case ignored (Levenshtein 1966). */
  static int distance(String left, String right) {
    if (left.length() > LONGEST_WORD) {
      return Integer.MAX_VALUE;
    }
    int[] row = new int[right.length() + 1];
    for (int j = 0; j <= right.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= left.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= right.length(); j++) {
        boolean same =
            Character.toLowerCase(left.charAt(i - 1)) == Character.toLowerCase(right.charAt(j - 1));
        int replaced = diagonal + (same ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[right.length()];
  }
}
