package io.chimera.refinement.connectors.yaml;

/**
 * One thing that is wrong with a document, and where.
 *
 * @param file file, or topic and key, as the reader was told
 * @param line line within it, from 1; 0 when there is none
 * @param path place within the document, such as {@code spec.actions[1].name}; empty for the
 *     document itself
 * @param rule what must hold, beginning with {@code must}
 * @param value what is there instead; empty when nothing is
 * @param hint what to do about it; empty when the rule says it all
 */
public record Fault(String file, int line, String path, String rule, String value, String hint) {

  /** One sentence for people: place, rule, value, hint. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder(file);
    if (line > 0) {
      text.append(':').append(line);
    }
    text.append(": ").append(path.isEmpty() ? "document" : path).append(' ').append(rule);
    if (!value.isEmpty()) {
      text.append(", was ").append(value);
    }
    if (!hint.isEmpty()) {
      text.append("; ").append(hint);
    }
    return text.toString();
  }
}
