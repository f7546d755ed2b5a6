package io.chimera.refinement.local.oracle;

/**
 * Identity of a series as points name it.
 *
 * @param agent the agent, or {@code *} for the fleet
 * @param labels canonical labels without the release
 */
record Series(String system, String component, String agent, String metric, String labels) {
  static final String FLEET = "*";

  Series fleet() {
    return new Series(system, component, FLEET, metric, labels);
  }
}
