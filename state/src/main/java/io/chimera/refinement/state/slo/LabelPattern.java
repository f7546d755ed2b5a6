package io.chimera.refinement.state.slo;

import java.util.ArrayList;
import java.util.List;

/**
 * What a selection accepts as the value of one label: a word, {@code *}, or alternatives behind
 * {@code =~}.
 *
 * <p>Alternatives are words with groups, such as {@code =~(context|role)_module}. They are spelled
 * out, never run as a regular expression: a pack cannot make matching slow.
 */
public final class LabelPattern {
  public static final String ANY = "*";
  private static final String ALTERNATIVES = "=~";
  private static final int MOST_WORDS = 256;

  private LabelPattern() {}

  /** Whether {@code value} is what the pattern accepts. */
  public static boolean accepts(String pattern, String value) {
    if (pattern.equals(ANY)) {
      return true;
    }
    return pattern.startsWith(ALTERNATIVES)
        ? words(pattern).contains(value)
        : pattern.equals(value);
  }

  /**
   * The words that the pattern stands for.
   *
   * @throws IllegalArgumentException when a group is not closed or there are too many words
   */
  public static List<String> words(String pattern) {
    if (!pattern.startsWith(ALTERNATIVES)) {
      return List.of(pattern);
    }
    String text = pattern.substring(ALTERNATIVES.length());
    if (text.indexOf('(') < 0) {
      return List.of(text.split("\\|", -1));
    }
    List<String> words = List.of("");
    int at = 0;
    while (at < text.length()) {
      int open = text.indexOf('(', at);
      String literal = text.substring(at, open < 0 ? text.length() : open);
      words = combined(words, List.of(literal));
      if (open < 0) {
        break;
      }
      int close = text.indexOf(')', open);
      if (close < 0) {
        throw new IllegalArgumentException("pattern must close its group, was " + pattern);
      }
      words = combined(words, List.of(text.substring(open + 1, close).split("\\|", -1)));
      at = close + 1;
    }
    return words;
  }

  private static List<String> combined(List<String> heads, List<String> tails) {
    if ((long) heads.size() * tails.size() > MOST_WORDS) {
      throw new IllegalArgumentException(
          "pattern must stand for at most " + MOST_WORDS + " words, was " + tails);
    }
    List<String> words = new ArrayList<>();
    for (String head : heads) {
      for (String tail : tails) {
        words.add(head + tail);
      }
    }
    return words;
  }
}
