package io.chimera.refinement.connectors.yaml;

/**
 * The part of a document that says what it is about: {@code system}, {@code component} and {@code
 * metric}, each a name or {@code *}, which is the default.
 */
final class Selection {
  private static final String RULE = "must be a name or \"*\"";

  private Selection() {}

  static String system(Fields select) {
    return subject(select, "system");
  }

  static String component(Fields select) {
    return subject(select, "component");
  }

  static String metric(Fields select) {
    return subject(select, "metric");
  }

  private static String subject(Fields select, String field) {
    return select.text(
        field, Names.ANY, text -> text.equals(Names.ANY) || Names.isSubject(text), RULE);
  }
}
