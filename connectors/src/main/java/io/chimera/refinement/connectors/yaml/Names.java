package io.chimera.refinement.connectors.yaml;

import java.util.regex.Pattern;

/** What documents may be called, and what they may call others. */
final class Names {
  static final String ANY = "*";
  static final String DOCUMENT_RULE =
      "must be a name: letters, digits, dot, dash, underscore, at most 128";
  static final String SUBJECT_RULE =
      "must be a name such as context_module: [A-Za-z_][A-Za-z0-9_.:/-]{0,127}";

  private static final Pattern DOCUMENT = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.-]{0,127}");
  private static final Pattern SUBJECT = Pattern.compile("[A-Za-z_][A-Za-z0-9_.:/-]{0,127}");

  private Names() {}

  /** Whether a rule or catalogue may be called so. */
  static boolean isDocument(String text) {
    return DOCUMENT.matcher(text).matches();
  }

  /** Whether a system, component or metric may be called so. */
  static boolean isSubject(String text) {
    return SUBJECT.matcher(text).matches();
  }
}
