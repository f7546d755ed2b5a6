package io.chimera.refinement.local.simulator;

/**
 * How large the fleet is and how it behaves.
 *
 * @param seed seed of every draw
 * @param components number of components
 * @param agentsPerComponent agents of each
 * @param reportsPerSecond reports per agent and second, in (0, 100]
 * @param dayMillis length of a "day", over which load swings once
 * @param swing amplitude of that swing, as a share of the load
 * @param duplicateShare share of reports that are sent twice, byte by byte
 * @param disorderShare share of reports that are held back
 * @param maxDelayMillis longest time that a report is held back
 */
public record FleetPlan(
    long seed,
    int components,
    int agentsPerComponent,
    double reportsPerSecond,
    long dayMillis,
    double swing,
    double duplicateShare,
    double disorderShare,
    long maxDelayMillis) {
  /** The system under which the fleet reports. */
  public static final String SYSTEM = "demo";

  public FleetPlan {
    if (components < 9) {
      throw new IllegalArgumentException("components must be at least 9, was " + components);
    }
    if (agentsPerComponent < 1) {
      throw new IllegalArgumentException(
          "agentsPerComponent must be at least 1, was " + agentsPerComponent);
    }
    if (!(reportsPerSecond > 0 && reportsPerSecond <= 100)) {
      throw new IllegalArgumentException(
          "reportsPerSecond must be in (0, 100], was " + reportsPerSecond);
    }
  }

  /** 100 agents in 10 components, one report per agent and second, a day of 90 s. */
  public static FleetPlan demo(long seed) {
    return new FleetPlan(seed, 10, 10, 1, 90_000, 0.2, 0.02, 0.05, 4_000);
  }

  public FleetPlan withReportsPerSecond(double rate) {
    return new FleetPlan(
        seed,
        components,
        agentsPerComponent,
        rate,
        dayMillis,
        swing,
        duplicateShare,
        disorderShare,
        maxDelayMillis);
  }

  int agents() {
    return components * agentsPerComponent;
  }

  long intervalMillis() {
    return Math.max(1, Math.round(1_000 / reportsPerSecond));
  }

  static String componentName(int component) {
    return "svc-%02d".formatted(component);
  }

  String agentName(int agent) {
    return "%s-agent-%02d"
        .formatted(componentName(agent / agentsPerComponent), agent % agentsPerComponent);
  }
}
