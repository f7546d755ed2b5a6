package io.chimera.refinement.state.slo;

import java.io.Serializable;
import java.util.List;
import java.util.Map;

/**
 * What a system calls its own metrics, and which indicators they are.
 *
 * @param name unique name
 * @param system system whose reports it is about
 * @param metrics its metrics
 * @param cadenceMillis how often it reports; 0 when not stated
 */
public record MetricCatalogue(String name, String system, List<Metric> metrics, long cadenceMillis)
    implements Serializable {

  /**
   * One metric of the system.
   *
   * @param metric its own name
   * @param component component that reports it, or {@code *}
   * @param indicator metric that objectives know it by
   * @param factor what its values are multiplied with
   * @param role what its values mean
   * @param rename own label names and what they are called in objectives; {@code component} and
   *     {@code operation} among these
   * @param labels labels that it has besides
   * @param buckets upper bounds of its histogram, in its own unit; empty for none
   */
  public record Metric(
      String metric,
      String component,
      String indicator,
      double factor,
      PaneRole role,
      Map<String, String> rename,
      Map<String, String> labels,
      List<Double> buckets)
      implements Serializable {}
}
