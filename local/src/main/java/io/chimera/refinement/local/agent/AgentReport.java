package io.chimera.refinement.local.agent;

import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * One KPI report of an agent, before it is written.
 *
 * @param sequence running number of the agent
 * @param timestampMillis event time, epoch milliseconds
 * @param metrics value by metric, at least one, all finite
 * @param labels labels by name, may be empty
 */
public record AgentReport(
    String reportId,
    String system,
    String component,
    String agentId,
    long sequence,
    long timestampMillis,
    Map<String, Double> metrics,
    Map<String, String> labels) {

  /** The report as the contract writes it, version 1. */
  public byte[] json() {
    StringBuilder out = new StringBuilder(320);
    out.append("{\"schemaVersion\":1");
    text(out.append(",\"reportId\":"), reportId);
    text(out.append(",\"system\":"), system);
    text(out.append(",\"component\":"), component);
    text(out.append(",\"agentId\":"), agentId);
    out.append(",\"timestamp\":").append(timestampMillis);
    out.append(",\"sequence\":").append(sequence);
    out.append(",\"metrics\":{");
    String separator = "";
    for (Map.Entry<String, Double> metric : metrics.entrySet()) {
      text(out.append(separator), metric.getKey());
      out.append(':').append(rounded(metric.getValue()));
      separator = ",";
    }
    out.append('}');
    if (!labels.isEmpty()) {
      out.append(",\"labels\":{");
      separator = "";
      for (Map.Entry<String, String> label : labels.entrySet()) {
        text(out.append(separator), label.getKey());
        text(out.append(':'), label.getValue());
        separator = ",";
      }
      out.append('}');
    }
    return out.append('}').toString().getBytes(StandardCharsets.UTF_8);
  }

  /** Three decimals are finer than any of these instruments. */
  private static double rounded(double value) {
    return Math.rint(value * 1_000) / 1_000;
  }

  private static void text(StringBuilder out, String text) {
    out.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') {
        out.append('\\').append(c);
      } else if (c < 0x20) {
        out.append("\\u%04x".formatted((int) c));
      } else {
        out.append(c);
      }
    }
    out.append('"');
  }
}
