package io.chimera.refinement.local.report;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A point {@code slo}, read back from line protocol.
 *
 * @param tags its tags
 * @param fields its fields as text, strings without their quotes
 * @param timeMillis its time
 */
public record SloPoint(Map<String, String> tags, Map<String, String> fields, long timeMillis) {
  private static final String MEASUREMENT = "slo,";

  /** The point of a line, unless it is of another measurement. */
  public static Optional<SloPoint> parse(String line) {
    if (!line.startsWith(MEASUREMENT)) {
      return Optional.empty();
    }
    int head = end(line, 0, ' ');
    int body = end(line, head + 1, ' ');
    if (body >= line.length()) {
      return Optional.empty();
    }
    long time = Long.parseLong(line.substring(body + 1).trim());
    return Optional.of(
        new SloPoint(
            pairs(line.substring(MEASUREMENT.length(), head)),
            pairs(line.substring(head + 1, body)),
            time));
  }

  private static Map<String, String> pairs(String text) {
    Map<String, String> pairs = new LinkedHashMap<>();
    int at = 0;
    while (at < text.length()) {
      int comma = end(text, at, ',');
      String pair = text.substring(at, comma);
      int equals = end(pair, 0, '=');
      if (equals < pair.length()) {
        pairs.put(plain(pair.substring(0, equals)), plain(pair.substring(equals + 1)));
      }
      at = comma + 1;
    }
    return pairs;
  }

  private static String plain(String text) {
    boolean quoted = text.length() >= 2 && text.startsWith("\"") && text.endsWith("\"");
    String inner = quoted ? text.substring(1, text.length() - 1) : text;
    StringBuilder plain = new StringBuilder();
    for (int i = 0; i < inner.length(); i++) {
      if (inner.charAt(i) == '\\' && i + 1 < inner.length()) {
        i++;
      }
      plain.append(inner.charAt(i));
    }
    return plain.toString();
  }

  /** The next such character that is neither escaped nor within quotes. */
  private static int end(String text, int from, char wanted) {
    boolean quoted = false;
    for (int i = from; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\\') {
        i++;
      } else if (c == '"') {
        quoted = !quoted;
      } else if (c == wanted && !quoted) {
        return i;
      }
    }
    return text.length();
  }

  /** A field as a number, 0 when it is absent. */
  public double number(String field) {
    String text = fields.getOrDefault(field, "0");
    return Double.parseDouble(text.endsWith("i") ? text.substring(0, text.length() - 1) : text);
  }
}
