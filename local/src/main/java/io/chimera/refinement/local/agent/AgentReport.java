package io.chimera.refinement.local.agent;

import io.chimera.refinement.connectors.json.ReportWriter;
import java.util.LinkedHashMap;
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
    Map<String, Double> shown = new LinkedHashMap<>();
    metrics.forEach((metric, value) -> shown.put(metric, rounded(value)));
    return new ReportWriter()
        .write(reportId, system, component, agentId, timestampMillis, sequence, shown, labels);
  }

  /** Three decimals are finer than any of these instruments. */
  private static double rounded(double value) {
    return Math.rint(value * 1_000) / 1_000;
  }
}
