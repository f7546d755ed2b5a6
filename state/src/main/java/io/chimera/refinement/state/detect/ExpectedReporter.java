package io.chimera.refinement.state.detect;

import io.chimera.refinement.state.event.SeriesKey;
import io.chimera.refinement.state.event.Severity;
import java.io.Serializable;

/**
 * Somebody who has to report: a system, a component, or an agent, whether ever heard of or not
 * (REF-ALR-01).
 *
 * @param name name of the document
 * @param system the system
 * @param component the component; empty when any component of the system will do
 * @param agentId the agent; empty when any agent will do
 * @param withinMillis longest silence, by the wall clock
 * @param severity of the finding; null for critical
 */
public record ExpectedReporter(
    String name,
    String system,
    String component,
    String agentId,
    long withinMillis,
    Severity severity)
    implements Serializable {

  /** Whether a report of the agent is a sign of life. */
  public boolean isMetBy(String ofSystem, String ofComponent, String ofAgent) {
    return system.equals(ofSystem)
        && (component.isEmpty() || component.equals(ofComponent))
        && (agentId.isEmpty() || agentId.equals(ofAgent));
  }

  /** The system, component or agent as findings name it: {@code system[/component[/agent]]}. */
  public String subject() {
    String whole = new SeriesKey(system, component, agentId, "", "").canonical();
    int afterSystem = whole.indexOf('/');
    if (component.isEmpty()) {
      return whole.substring(0, afterSystem);
    }
    int afterComponent = whole.indexOf('/', afterSystem + 1);
    return agentId.isEmpty()
        ? whole.substring(0, afterComponent)
        : whole.substring(0, whole.length() - 1);
  }
}
