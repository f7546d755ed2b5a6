package io.chimera.refinement.state.detect;

import io.chimera.refinement.state.event.SeriesKey;
import java.io.Serializable;

/**
 * Which series a document is about: each field a word, or {@code *} for any.
 *
 * @param agentId an agent, or {@code *} for all agents and the fleet
 */
public record SeriesSelector(String system, String component, String agentId, String metric)
    implements Serializable {
  /** What accepts everything. */
  public static final String ANY = "*";

  public boolean covers(SeriesKey key) {
    return coversAgent(key.system(), key.component(), key.agentId())
        && accepts(metric, key.metric());
  }

  /** Whether it covers everything that the agent reports, all metrics included. */
  public boolean coversWhole(String ofSystem, String ofComponent, String ofAgent) {
    return metric.equals(ANY) && coversAgent(ofSystem, ofComponent, ofAgent);
  }

  private boolean coversAgent(String ofSystem, String ofComponent, String ofAgent) {
    return accepts(system, ofSystem)
        && accepts(component, ofComponent)
        && accepts(agentId, ofAgent);
  }

  /** The larger, the more is said: a metric weighs more than all others, a system the least. */
  public int weight() {
    return named(metric, 8) + named(agentId, 4) + named(component, 2) + named(system, 1);
  }

  private static boolean accepts(String pattern, String value) {
    return pattern.equals(ANY) || pattern.equals(value);
  }

  private static int named(String pattern, int weight) {
    return pattern.equals(ANY) ? 0 : weight;
  }
}
