package io.chimera.refinement.local.oracle;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * One line of line protocol: {@code measurement,tag=value field=value time}. Time in milliseconds.
 */
record LinePoint(
    String measurement, Map<String, String> tags, Map<String, String> fields, long timeMillis) {

  static LinePoint parse(String line) {
    List<String> parts = split(line, ' ');
    if (parts.size() != 3) {
      throw new IllegalArgumentException("line must have three parts, was " + line);
    }
    List<String> names = split(parts.get(0), ',');
    return new LinePoint(
        unescape(names.get(0)),
        pairs(names.subList(1, names.size()), new TreeMap<>()),
        pairs(split(parts.get(1), ','), new LinkedHashMap<>()),
        Long.parseLong(parts.get(2)));
  }

  Series series() {
    return new Series(
        tags.get("system"),
        tags.get("component"),
        tags.get("agent"),
        tags.get("metric"),
        tags.getOrDefault("labels", ""));
  }

  /** A field as a number, or null. */
  Double number(String field) {
    String text = fields.get(field);
    if (text == null) {
      return null;
    }
    return Double.valueOf(text.endsWith("i") ? text.substring(0, text.length() - 1) : text);
  }

  private static Map<String, String> pairs(List<String> texts, Map<String, String> into) {
    for (String text : texts) {
      List<String> pair = split(text, '=');
      into.put(unescape(pair.get(0)), unescape(pair.get(1)));
    }
    return into;
  }

  /** Splits at {@code separator} where it is neither escaped nor quoted. */
  private static List<String> split(String text, char separator) {
    List<String> parts = new ArrayList<>();
    StringBuilder part = new StringBuilder();
    boolean quoted = false;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\\' && i + 1 < text.length()) {
        part.append(c).append(text.charAt(++i));
      } else if (c == separator && !quoted) {
        parts.add(part.toString());
        part.setLength(0);
      } else {
        quoted ^= c == '"';
        part.append(c);
      }
    }
    parts.add(part.toString());
    return parts;
  }

  private static String unescape(String text) {
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      boolean escape =
          text.charAt(i) == '\\' && i + 1 < text.length() && ",= ".indexOf(text.charAt(i + 1)) >= 0;
      i += escape ? 1 : 0;
      out.append(text.charAt(i));
    }
    return out.toString();
  }
}
