package io.chimera.refinement.state.event;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * The identity of one KPI series, {@code system/component/agentId/metric{label=value,…}}.
 *
 * <p>Reserved characters are percent-encoded, labels are sorted and without {@code version}. A
 * fleet series merges the agents: its agent is {@link #FLEET}.
 *
 * @param agentId agent, or {@link #FLEET}
 * @param labels canonical labels: {@code a=b,c=d}, encoded and sorted; the empty string for none
 */
public record SeriesKey(
    String system, String component, String agentId, String metric, String labels) {
  /**
   * The agent of a fleet series: no agent at all. An id has at least one character, so the two
   * never meet.
   */
  public static final String FLEET = "";

  /**
   * How a fleet series shows its missing agent; an agent of that name is encoded as {@code %2A}.
   */
  private static final String FLEET_MARK = "*";

  private static final String HEX = "0123456789ABCDEF";
  private static final String RESERVED = "/{}=,%*|\" \\";
  private static final boolean[] IS_RESERVED = reserved();

  public boolean isFleet() {
    return agentId.isEmpty();
  }

  /** The same of a series in its text form, without reading all of it. */
  public static boolean isFleet(String canonical) {
    int second = canonical.indexOf('/', canonical.indexOf('/') + 1);
    return canonical.startsWith(FLEET_MARK + "/", second + 1);
  }

  /** The agent as findings name it: null for a fleet series. */
  public String agentIdOrNull() {
    return isFleet() ? null : agentId;
  }

  public SeriesKey fleet() {
    return new SeriesKey(system, component, FLEET, metric, labels);
  }

  /** The public text form; also the key by which series state is partitioned. */
  public String canonical() {
    StringBuilder text =
        new StringBuilder(
            system.length()
                + component.length()
                + agentId.length()
                + metric.length()
                + labels.length()
                + 5);
    encode(text, system).append('/');
    encode(text, component).append('/');
    (isFleet() ? text.append(FLEET_MARK) : encode(text, agentId)).append('/');
    encode(text, metric);
    if (!labels.isEmpty()) {
      text.append('{').append(labels).append('}');
    }
    return text.toString();
  }

  /** Reads {@link #canonical()} back. */
  public static SeriesKey parse(String canonical) {
    int first = canonical.indexOf('/');
    int second = canonical.indexOf('/', first + 1);
    int third = canonical.indexOf('/', second + 1);
    if (first < 0 || second < 0 || third < 0) {
      throw new IllegalArgumentException(
          "series must be system/component/agentId/metric{labels}, was " + canonical);
    }
    int brace = canonical.indexOf('{', third);
    String metric =
        brace < 0 ? canonical.substring(third + 1) : canonical.substring(third + 1, brace);
    String agent = canonical.substring(second + 1, third);
    return new SeriesKey(
        decode(canonical.substring(0, first)),
        decode(canonical.substring(first + 1, second)),
        agent.equals(FLEET_MARK) ? FLEET : decode(agent),
        decode(metric),
        brace < 0 ? "" : canonical.substring(brace + 1, canonical.length() - 1));
  }

  /** Canonical form of a label set; {@code version} is left out. */
  public static String canonicalLabels(Map<String, String> labels) {
    if (labels.isEmpty()) {
      return "";
    }
    StringBuilder text = new StringBuilder();
    for (Map.Entry<String, String> label : new TreeMap<>(labels).entrySet()) {
      if (!label.getKey().equals("version")) {
        text.append(text.isEmpty() ? "" : ",");
        encode(text, label.getKey()).append('=');
        encode(text, label.getValue());
      }
    }
    return text.toString();
  }

  /** The labels as a map, in canonical order. */
  public Map<String, String> labelMap() {
    Map<String, String> map = new LinkedHashMap<>();
    if (!labels.isEmpty()) {
      for (String pair : labels.split(",", -1)) {
        int equals = pair.indexOf('=');
        map.put(decode(pair.substring(0, equals)), decode(pair.substring(equals + 1)));
      }
    }
    return map;
  }

  @Override
  public String toString() {
    return canonical();
  }

  private static boolean[] reserved() {
    boolean[] reserved = new boolean[128];
    for (char c = 0; c < reserved.length; c++) {
      reserved[c] = RESERVED.indexOf(c) >= 0 || c < 0x20 || c == 0x7F;
    }
    return reserved;
  }

  private static boolean isReserved(char c) {
    return c < IS_RESERVED.length && IS_RESERVED[c];
  }

  private static StringBuilder encode(StringBuilder out, String text) {
    int clean = 0;
    while (clean < text.length() && !isReserved(text.charAt(clean))) {
      clean++;
    }
    if (clean == text.length()) {
      return out.append(text);
    }
    out.append(text, 0, clean);
    for (int i = clean; i < text.length(); i++) {
      char c = text.charAt(i);
      if (isReserved(c)) {
        out.append('%').append(HEX.charAt(c >> 4)).append(HEX.charAt(c & 15));
      } else {
        out.append(c);
      }
    }
    return out;
  }

  private static String decode(String text) {
    if (text.indexOf('%') < 0) {
      return text;
    }
    StringBuilder out = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '%' && i + 2 < text.length()) {
        out.append((char) Integer.parseInt(text, i + 1, i + 3, 16));
        i += 2;
      } else {
        out.append(c);
      }
    }
    return out.toString();
  }
}
