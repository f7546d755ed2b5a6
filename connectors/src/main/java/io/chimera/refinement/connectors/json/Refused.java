package io.chimera.refinement.connectors.json;

import io.chimera.refinement.state.event.Reason;

/**
 * Why an element cannot become an event. Carries no stack: bad input is ordinary, and its place is
 * told by the detail.
 */
final class Refused extends Exception {
  private static final int MAX_VALUE_CHARS = 64;
  private static final int MAX_MESSAGE_CHARS = 200;

  private final Reason reason;

  Refused(Reason reason, String detail) {
    super(detail, null, false, false);
    this.reason = reason;
  }

  /**
   * {@code <field> must be <rule>, was <value>}; the value is shortened and its control characters
   * are escaped.
   */
  static Refused because(Reason reason, String field, String rule, String value) {
    return new Refused(
        reason,
        legible(field, MAX_VALUE_CHARS)
            + " must be "
            + rule
            + ", was "
            + legible(value, MAX_VALUE_CHARS));
  }

  static Refused missing(String field) {
    return new Refused(Reason.MISSING_FIELD, legible(field, MAX_VALUE_CHARS) + " is required");
  }

  static Refused repeated(String field) {
    return new Refused(
        Reason.DUPLICATE_FIELD,
        legible(field, MAX_VALUE_CHARS) + " must be given once, was given again");
  }

  static Refused malformed(String why) {
    return new Refused(
        Reason.MALFORMED_JSON,
        "the element must be strict JSON, was not: " + legible(why, MAX_MESSAGE_CHARS));
  }

  static Refused notUtf8() {
    return new Refused(Reason.NOT_UTF8, "the element must be UTF-8, was not");
  }

  Reason reason() {
    return reason;
  }

  String detail() {
    return getMessage();
  }

  private static String legible(String text, int maxChars) {
    StringBuilder out = new StringBuilder(Math.min(text.length(), maxChars) + 3);
    for (int i = 0; i < text.length(); i++) {
      if (i == maxChars) {
        return out.append("...").toString();
      }
      char c = text.charAt(i);
      if (Character.isISOControl(c) || Character.isSurrogate(c)) {
        // Half a surrogate pair at the cut could not be encoded, so both halves are shown as
        // escapes.
        out.append(String.format("\\u%04x", (int) c));
      } else {
        out.append(c);
      }
    }
    return out.toString();
  }
}
