package io.chimera.refinement.connectors.yaml;

/**
 * Something wrong in a document.
 *
 * @param file file or topic that it stands in
 * @param line line, from 1; 0 when unknown
 * @param path where in the document, such as {@code spec.select.metric}
 * @param rule what must hold
 * @param value what was found
 * @param hint what to do about it, or the empty string
 */
public record Fault(String file, int line, String path, String rule, String value, String hint) {
  @Override
  public String toString() {
    return file + ":" + line + ": " + path + " " + rule + ", was " + value + (hint.isEmpty() ? "" : "; " + hint);
  }
}
