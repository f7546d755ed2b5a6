package io.chimera.refinement.local.oracle;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A valid KPI report as the contract reads it.
 *
 * @param body everything that the report says, in a form that does not depend on the order of
 *     fields
 */
record Report(
    String system,
    String component,
    String agentId,
    String reportId,
    long timestamp,
    Map<String, String> labels,
    List<Metric> metrics,
    String body) {
  private static final String RESERVED = "/{}=,%*|\" \\";

  /** One metric as weighted values; a histogram has its own count, sum, minimum and maximum. */
  record Metric(String name, double[] values, Distribution distribution) {}

  /** A histogram as reported. */
  record Distribution(
      long count, double sum, double min, double max, double[] bounds, long[] counts) {}

  /** Identity of the report. */
  String identity() {
    return system + '\n' + agentId + '\n' + reportId;
  }

  /** The labels of the series: sorted, encoded, without the release. */
  String seriesLabels() {
    StringBuilder text = new StringBuilder();
    new TreeMap<>(labels)
        .forEach(
            (name, value) -> {
              if (!name.equals("version")) {
                text.append(text.isEmpty() ? "" : ",").append(encode(name));
                text.append('=').append(encode(value));
              }
            });
    return text.toString();
  }

  private static String encode(String text) {
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < ' ' || c == 0x7F || RESERVED.indexOf(c) >= 0) {
        out.append('%').append(String.format("%02X", (int) c));
      } else {
        out.append(c);
      }
    }
    return out.toString();
  }
}
