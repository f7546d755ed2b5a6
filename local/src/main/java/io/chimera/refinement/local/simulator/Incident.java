package io.chimera.refinement.local.simulator;

import java.util.List;
import java.util.Locale;

/**
 * Something that was made to go wrong: the truth that findings are compared with.
 *
 * @param kind what happens
 * @param components components that it hits
 * @param agentId the one agent that it hits, or null for every agent of the components
 * @param metrics metrics in which it shows; empty when the agent as a whole is concerned
 * @param injectedAt when it begins, epoch milliseconds
 * @param endsAt when it is over
 */
public record Incident(
    Kind kind,
    List<String> components,
    String agentId,
    List<String> metrics,
    long injectedAt,
    long endsAt) {

  /** What can go wrong. The lower-case name is public. */
  public enum Kind {
    /** Latency is many times the usual for seconds. */
    SPIKE,
    /** A release does twice the work: latency and processor time rise and stay there. */
    LEVEL_SHIFT,
    /** Memory grows without end. */
    SLOW_LEAK,
    /** Errors and latency rise in several components at once. */
    CORRELATED_FAILURE,
    /** An agent stops reporting. */
    SILENCE;

    public String wireName() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * Where it happens, for people: {@code system/component/agent/metric}, alternatives separated by
   * a plus sign.
   */
  public String series() {
    return "%s/%s/%s/%s"
        .formatted(
            FleetPlan.SYSTEM,
            String.join("+", components),
            agentId == null ? "*" : agentId,
            metrics.isEmpty() ? "*" : String.join("+", metrics));
  }

  boolean isActive(long timeMillis) {
    return timeMillis >= injectedAt && timeMillis < endsAt;
  }

  boolean hits(String component) {
    return components.contains(component);
  }
}
