package io.chimera.refinement.connectors.json;

/** What the contract allows as a name, as an id, and as text at all. */
final class Naming {
  /** The rule of {@link #isName}, for messages. */
  static final String NAME_RULE = "a name [A-Za-z_][A-Za-z0-9_.:/-]{0,127}";

  /** The rule of {@link #isId}, for messages. */
  static final String ID_RULE = "1 to 128 characters without control characters";

  private static final int MAX_CHARS = 128;
  private static final boolean[] IN_NAMES = new boolean[128];

  static {
    for (char c = 0; c < IN_NAMES.length; c++) {
      IN_NAMES[c] = isLetter(c) || (c >= '0' && c <= '9') || ".:/-".indexOf(c) >= 0;
    }
  }

  private Naming() {}

  /** Whether the text is a name of a system, component, metric or label. */
  static boolean isName(String text) {
    int length = text.length();
    if (length == 0 || length > MAX_CHARS || !isLetter(text.charAt(0))) {
      return false;
    }
    for (int i = 1; i < length; i++) {
      char c = text.charAt(i);
      if (c >= IN_NAMES.length || !IN_NAMES[c]) {
        return false;
      }
    }
    return true;
  }

  /**
   * Whether the text is an id of a report or agent. Characters are counted as Unicode counts them,
   * not as UTF-16 does.
   */
  static boolean isId(String text) {
    int length = text.length();
    if (length == 0
        || length > 2 * MAX_CHARS
        || (length > MAX_CHARS && text.codePointCount(0, length) > MAX_CHARS)) {
      return false;
    }
    for (int i = 0; i < length; i++) {
      if (Character.isISOControl(text.charAt(i))) {
        return false;
      }
    }
    return isEncodable(text);
  }

  /**
   * Whether UTF-8 can carry the text: a lone half of a surrogate pair, written as an escape, it
   * cannot.
   */
  static boolean isEncodable(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (Character.isSurrogate(c)) {
        boolean pair =
            Character.isHighSurrogate(c)
                && i + 1 < text.length()
                && Character.isLowSurrogate(text.charAt(i + 1));
        if (!pair) {
          return false;
        }
        i++;
      }
    }
    return true;
  }

  private static boolean isLetter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
  }
}
