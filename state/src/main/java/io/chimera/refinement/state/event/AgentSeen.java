package io.chimera.refinement.state.event;

/**
 * An agent reported in a pane.
 *
 * @param paneEndMillis end of the pane, exclusive, epoch milliseconds
 */
public record AgentSeen(String system, String component, String agentId, long paneEndMillis) {
  /** The agent as a key. */
  public String key() {
    return new SeriesKey(system, component, agentId, "", "").canonical();
  }
}
